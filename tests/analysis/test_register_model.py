"""manage.py register_model: a delivered network becomes a version that nobody uses yet."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from analysis.models import ModelVersion
from analysis.versions import register_versions
from ml.manifest import read_manifest, sha256_of
from tests.factories import ClassifierFactory
from tests.ml.delivered import CARD, deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def weights(tmp_path, settings):
    """A copy of the shipped networks, registered."""
    settings.WEIGHTS_DIR = shutil.copytree(settings.WEIGHTS_DIR, tmp_path / "weights")
    register_versions()
    return settings.WEIGHTS_DIR


def versions() -> set[str]:
    return set(ModelVersion.objects.values_list("version", flat=True))


def test_registered_and_not_in_use(tmp_path, weights, capsys):
    folder = deliver(tmp_path / "new")
    for _ in range(2):
        call_command("register_model", str(folder))

    version = ModelVersion.objects.get(version="classifier-9.0.0")
    assert (version.active, version.shadow, version.card.strip()) == (False, False, CARD)
    assert version.sha256 == sha256_of(weights / "classifier-9.0.0.weights.h5")
    assert version.thresholds["uncertain"] > 0
    assert ModelVersion.objects.filter(active=True).count() == 2
    assert AuditEvent.objects.filter(act="model.registered", object_id=version.pk).count() == 1
    assert "registered, not in use" in capsys.readouterr().out
    register_versions()
    assert ModelVersion.objects.get(pk=version.pk).card.strip() == CARD


def test_a_segmenter_brings_its_gate(tmp_path, weights):
    call_command("register_model", str(deliver(tmp_path / "new", "segmenter")))
    assert "segmenter-9.0.0" in versions()
    assert read_manifest(weights).find("gate", "gate-for-segmenter-9.0.0")


def test_a_network_that_cannot_analyse_is_not_accepted(tmp_path, weights):
    """The files are whole and the hashes are right; what is in them is a segmenter."""
    folder = deliver(tmp_path / "new")
    segmenter = read_manifest(weights).default("segmenter")
    shutil.copy(segmenter.runtime_path, folder / "classifier-9.0.0.tflite")
    deliver_again = {"runtime_sha256": sha256_of(folder / "classifier-9.0.0.tflite")}
    before, content = versions(), (weights / "manifest.json").read_bytes()
    manifest = folder / "manifest.json"
    manifest.write_text(
        manifest.read_text().replace(read_manifest(folder).entries[0].runtime_sha256, deliver_again["runtime_sha256"])
    )

    with pytest.raises(CommandError):
        call_command("register_model", str(folder))

    assert versions() == before
    assert (weights / "manifest.json").read_bytes() == content
    assert not list(weights.glob("*9.0.0*"))


def test_a_version_on_which_results_stand_keeps_its_weights(tmp_path, weights):
    ClassifierFactory(version="classifier-9.0.0", active=False)
    with pytest.raises(CommandError, match="results stand on them"):
        call_command("register_model", str(deliver(tmp_path / "new")))


def test_no_folder_is_refused_in_one_sentence(tmp_path, weights):
    with pytest.raises(CommandError, match="manifest.json is missing"):
        call_command("register_model", str(tmp_path / "nowhere"))
