"""manage.py reprocess"""

import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from analysis.batches.fill_batch import fill_batch
from analysis.models import Analysis, BatchRun
from tests.analysis.small_networks import NEW, small_networks
from tests.factories import BatchRunFactory, LesionImageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def archive(settings, tmp_path, admin_a, clinic_b):
    """Networks, two pictures of Clinic A and one of Clinic B."""
    settings.WEIGHTS_DIR = tmp_path / "weights"
    small_networks(settings.WEIGHTS_DIR)
    for clinic in (admin_a.clinic, admin_a.clinic, clinic_b):
        LesionImageFactory(case__lesion__patient__clinic=clinic, original="o", rendition="r", thumbnail="t")


@pytest.fixture
def operator():
    """Runs the whole installation."""
    return User.objects.create_superuser("operator@site.example", full_name="Ola Olsen")


def run(*words: str) -> tuple[str, str]:
    """What it says, and what it shows while it looks on."""
    said, shown = StringIO(), StringIO()
    call_command("reprocess", *words, stdout=said, stderr=shown)
    return said.getvalue(), shown.getvalue()


def by_ada(*words: str) -> tuple[str, str]:
    """In the name of Clinic A's administrator."""
    return run(*words, "--by", "admin@clinic-a.example")


def refused(*words: str) -> str:
    """The sentence it refuses with."""
    with pytest.raises(CommandError) as error:
        run(*words)
    return str(error.value)


def test_a_dry_run_counts_and_starts_nothing():
    said, _ = by_ada("--dry-run", "--model", NEW)
    assert "2 pictures of Clinic A, classifier-new with segmenter-test." in said
    assert "2 to analyse, hidden from clinicians." in said
    assert not BatchRun.objects.exists()


def test_the_only_operator_need_not_be_named(operator):
    assert "3 to analyse." in run("--all", "--dry-run")[0]
    assert "1 to analyse." in run("--clinic", "Clinic B", "--dry-run")[0]
    assert "no clinic called Clinic X" in refused("--clinic", "Clinic X")


def test_without_an_operator_somebody_must_be_named(ana):
    assert "--by EMAIL" in refused("--dry-run")
    assert "no administrator" in refused("--dry-run", "--by", ana.email)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--site", "moon"], "body_site"),
        (["--from", "yesterday"], "received_from"),
        (["--all", "--site", "sole"], "contradict"),
        (["--site", "sole"], "No stored picture"),
        (["--model", "classifier-9"], "classifier-9 is no version"),
        (["--clinic", "Clinic B"], "not yours"),
        (["--pause", "77"], "no batch 77"),
    ],
)
def test_what_is_refused(words, says):
    assert says in refused(*words, "--by", "admin@clinic-a.example")


def test_started_and_left(admin_a):
    said, _ = by_ada("--no-wait", "--site", "posterior_torso", "--again")
    batch = BatchRun.objects.get()
    assert f"Batch {batch.pk}." in said
    assert batch.selection == {"again": True, "body_site": "posterior_torso"}
    by_ada("--no-wait", "--site", "posterior_torso", "--again")
    assert BatchRun.objects.count() == 1


def test_it_looks_on_to_the_end_and_says_what_failed(monkeypatch):
    def work(_seconds):
        """What reconciler and worker do meanwhile."""
        batch = BatchRun.objects.get()
        fill_batch(batch.pk)
        fields = {"state": "failed", "reason_code": "gave_up", "reason": "Gave up.", "finished_at": batch.asked_at}
        Analysis.objects.update(**fields)

    monkeypatch.setattr(time, "sleep", work)
    said, shown = by_ada()
    assert "2/2" in shown
    assert "0 refused, 2 failed" in shown
    assert "reconciler is silent" in shown
    assert "finished, 2 of 2 ended (0 refused, 2 failed)" in said
    assert f"--retry-failed {BatchRun.objects.get().pk}" in said


def test_ctrl_c_only_stops_looking_on(monkeypatch):
    def interrupt(_seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupt)
    said, _ = by_ada()
    batch = BatchRun.objects.get()
    assert f"goes on without this command. Hold it: reprocess --pause {batch.pk}" in said
    assert (batch.paused_at, batch.cancelled_at) == (None, None)


def test_pause_resume_cancel_list(admin_b):
    foreign = BatchRunFactory(clinic=admin_b.clinic)
    by_ada("--no-wait")
    number = str(BatchRun.objects.get(clinic__name="Clinic A").pk)
    assert "paused" in by_ada("--pause", number)[0]
    assert "running" in by_ada("--resume", number, "--no-wait")[0]
    listed = by_ada("--list")[0]
    assert "running, 0 of 2 ended" in listed
    assert f"{foreign.pk:>6}  " not in listed
    assert "cancelled" in by_ada("--cancel", number)[0]
    assert "ended already" in refused("--pause", number, "--by", "admin@clinic-a.example")
    assert "no batch" in refused("--cancel", str(foreign.pk), "--by", "admin@clinic-a.example")
