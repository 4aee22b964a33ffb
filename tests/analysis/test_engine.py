"""The only door to the networks: what it loads, when, and what it refuses to load."""

import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from analysis import engine
from analysis.models import ModelVersion
from analysis.run import run_analysis
from analysis.versions import register_versions
from ml.draw import draw_lesion
from ml.errors import WeightsMissing, WeightsTampered
from ml.pipeline import Pipeline
from tests.factories import AnalysisFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(settings, tmp_path):
    """A copy of the shipped networks, registered; and an engine that has loaded nothing yet."""
    shutil.copytree(settings.WEIGHTS_DIR, tmp_path / "weights")
    settings.WEIGHTS_DIR = tmp_path / "weights"
    engine._pipeline.cache_clear()
    register_versions()
    yield settings.WEIGHTS_DIR
    engine._pipeline.cache_clear()


def queued() -> AnalysisFactory:
    active = {version.kind: version for version in ModelVersion.objects.filter(active=True)}
    return AnalysisFactory(segmenter=active["segmenter"], classifier=active["classifier"])


def versions_in_use() -> dict[str, str]:
    return {row.kind: row.version for row in ModelVersion.objects.filter(active=True)}


def a_drawn_lesion() -> bytes:
    file = BytesIO()
    Image.fromarray(draw_lesion(7)[0]).save(file, "JPEG", quality=92)
    return file.getvalue()


def weight_file(folder, kind: str):
    return next(folder.glob(f"{kind}*.h5"))


@pytest.mark.parametrize("kind", ["segmenter", "classifier"])
def test_missing_weights_fail_the_row_and_give_no_result(shipped, kind):
    weight_file(shipped, kind).unlink()
    analysis = queued()
    with pytest.raises(WeightsMissing):
        run_analysis(analysis.pk)
    analysis.refresh_from_db()
    assert (analysis.state, analysis.reason_code, analysis.prediction) == ("failed", "weights_missing", None)


@pytest.mark.parametrize("kind", ["segmenter", "classifier"])
def test_changed_weights_fail_the_row_and_give_no_result(shipped, kind):
    with weight_file(shipped, kind).open("ab") as file:
        file.write(b"one byte more")
    analysis = queued()
    with pytest.raises(WeightsTampered):
        run_analysis(analysis.pk)
    analysis.refresh_from_db()
    assert (analysis.state, analysis.reason_code, analysis.prediction) == ("failed", "weights_tampered", None)


@pytest.mark.parametrize("damage", [Path.unlink, Path.touch])
def test_both_files_are_judged_before_either_is_loaded(shipped, monkeypatch, damage):
    def must_not_load(**asked):
        raise AssertionError("loaded for seconds, although a file was not in order")

    monkeypatch.setattr(Pipeline, "load", must_not_load)
    file = weight_file(shipped, "classifier")
    file.unlink()
    file.touch()
    damage(file)
    with pytest.raises((WeightsMissing, WeightsTampered)):
        engine.analyse(b"", **versions_in_use(), mm_per_pixel=None)


@pytest.mark.parametrize("kind", ["segmenter", "classifier"])
def test_a_manifest_that_fits_its_files_but_not_the_record_is_refused(shipped, kind):
    ModelVersion.objects.filter(kind=kind).update(sha256="f" * 64)
    analysis = queued()
    with pytest.raises(WeightsTampered, match="registered"):
        run_analysis(analysis.pk)
    analysis.refresh_from_db()
    assert analysis.reason_code == "weights_tampered"


@pytest.mark.slow
def test_the_networks_are_loaded_once_and_work_on_a_drawn_lesion(shipped):
    versions = versions_in_use()

    found = [engine.analyse(a_drawn_lesion(), **versions, mm_per_pixel=0.02) for _ in range(2)]

    assert engine._pipeline.cache_info().misses == 1
    assert found[0].probabilities == found[1].probabilities
    assert sum(found[0].probabilities.values()) == pytest.approx(1)
    assert found[0].model_versions == versions


WEB = """
import sys
import skinlesion.wsgi
from django.urls import get_resolver

def visit(patterns):
    for pattern in patterns:
        visit(getattr(pattern, "url_patterns", []))

visit(get_resolver().url_patterns)
import analysis.request, analysis.publish, analysis.reconcile, analysis.versions, analysis.tasks, analysis.engine
heavy = {"tensorflow", "keras", "ml.pipeline"} & set(sys.modules)
assert not heavy, heavy
print("light")
"""


def test_the_web_process_and_the_workers_parent_never_load_tensorflow():
    done = subprocess.run([sys.executable, "-c", WEB], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "light\n"), done.stderr[-3000:]
