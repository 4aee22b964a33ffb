"""The record knows the trained networks; exactly one of each kind is in use."""

import json
import shutil
from dataclasses import asdict

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from analysis.models import ModelVersion
from analysis.versions import activate, register_versions
from ml.errors import WeightsMissing
from ml.manifest import read_manifest
from tests.analysis.at_once import at_once
from tests.factories import ClassifierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def weights(tmp_path, settings):
    """A copy of the shipped manifest; the weight files are not needed to register."""
    shutil.copy(settings.WEIGHTS_DIR / "manifest.json", tmp_path)
    settings.WEIGHTS_DIR = tmp_path
    return tmp_path


def rewrite(folder, change) -> None:
    path = folder / "manifest.json"
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def in_use() -> dict[str, str]:
    return dict(ModelVersion.objects.filter(active=True).values_list("kind", "version"))


def test_registering_makes_a_row_of_each_and_uses_the_defaults(weights):
    register_versions()
    manifest = read_manifest(weights)
    assert {(row.kind, row.version, row.sha256) for row in ModelVersion.objects.all()} == {
        (entry.kind, entry.version, entry.sha256) for entry in manifest.entries if entry.kind != "gate"
    }
    assert {**in_use(), "gate": manifest.defaults["gate"]} == manifest.defaults
    classifier = ModelVersion.objects.get(kind="classifier", active=True)
    assert classifier.classes == ["akiec", "bcc", "bkl", "df", "mel", "nv", "vasc"]
    points = [classifier.thresholds[name] for name in ("rule_out", "balanced")]
    assert 0 < points[0] < points[1] < 1


def test_operating_points_become_thresholds_and_what_makes_no_result_no_row(weights):
    def change(content):
        classifier = next(model for model in content["models"] if model["kind"] == "classifier")
        classifier["operating_points"] = {"rule_out": 0.12, "balanced": 0.31}
        content["models"].append({**classifier, "kind": "gate", "version": "gate-1.1.0"})

    rewrite(weights, change)
    register_versions()
    thresholds = ModelVersion.objects.get(kind="classifier").thresholds
    assert (thresholds["rule_out"], thresholds["balanced"]) == (0.12, 0.31)
    assert set(ModelVersion.objects.values_list("kind", flat=True)) == {"segmenter", "classifier"}


def test_registering_again_changes_nothing(weights):
    register_versions()
    before = list(ModelVersion.objects.order_by("pk").values())
    register_versions()
    assert list(ModelVersion.objects.order_by("pk").values()) == before
    assert AuditEvent.objects.filter(act="model.activated").count() == 2


def test_registering_again_takes_over_new_figures(weights):
    register_versions()
    rewrite(weights, lambda content: content["models"][0].update(figures={"iou": 0.99}))
    register_versions()
    assert ModelVersion.objects.filter(metrics={"iou": 0.99}).count() == 1


def test_registering_never_overrules_what_a_person_put_in_use(weights):
    (shipped,) = (entry for entry in read_manifest(weights).entries if entry.kind == "classifier")
    ours = {"kind": "classifier", "version": "classifier-of-ours", "sha256": "a" * 64}
    described = {name: value for name, value in asdict(shipped).items() if name != "folder"}
    rewrite(weights, lambda content: content["models"].append({**described, **ours}))
    chosen = ClassifierFactory(version="classifier-of-ours", sha256="a" * 64)
    register_versions()
    assert in_use()["classifier"] == chosen.version


def test_a_network_that_a_release_took_away_gives_way_to_the_default(weights):
    gone = ClassifierFactory(version="classifier-0.0.1")
    register_versions()
    gone.refresh_from_db()
    assert not gone.active
    assert in_use()["classifier"] == read_manifest(weights).defaults["classifier"]
    event = AuditEvent.objects.filter(act="model.activated").order_by("pk").last()
    assert event.detail["before"] == ["classifier-0.0.1"]


def test_other_weights_under_a_known_version_are_refused(weights):
    register_versions()
    rewrite(weights, lambda content: content["models"][0].update(sha256="f" * 64))
    with pytest.raises(ValidationError) as refusal:
        register_versions()
    assert refusal.value.code == "hash_changed"


def test_without_a_manifest_nothing_is_registered(settings, tmp_path):
    settings.WEIGHTS_DIR = tmp_path
    with pytest.raises(WeightsMissing):
        register_versions()
    with pytest.raises(CommandError, match="manifest.json is missing"):
        call_command("register_models")


def test_the_command_says_what_is_in_use(weights, capsys):
    call_command("register_models")
    said = capsys.readouterr().out
    for kind, version in in_use().items():
        assert f"{kind} {version}: in use" in said


def test_activating_takes_the_place_of_the_one_in_use(admin_a):
    old, new = ClassifierFactory(version="old"), ClassifierFactory(version="new", active=False)

    assert activate(version=new, by=admin_a).active

    old.refresh_from_db()
    assert not old.active
    event = AuditEvent.objects.get(act="model.activated")
    assert (event.object_id, event.user_id) == (new.pk, admin_a.pk)
    assert event.detail == {"kind": "classifier", "version": "new", "before": ["old"]}


@pytest.mark.django_db(transaction=True)
def test_four_admins_at_once_end_with_one_in_use():
    rows = iter([ClassifierFactory(version=f"v{n}", active=n == 0) for n in range(4)])
    at_once(lambda: activate(version=next(rows), by=None), times=4)
    assert ModelVersion.objects.filter(kind="classifier", active=True).count() == 1
