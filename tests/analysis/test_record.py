"""The final write: everything or nothing, and only by the one who holds the row."""

from datetime import timedelta

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from PIL import Image

from accounts.models import AuditEvent
from analysis.claim import claim
from analysis.models import Analysis, Prediction, Segmentation
from analysis.record import Corrected, record_abandoned, record_done, record_failed, record_rejected
from analysis.result_files import FOLDERS, file_name
from ml.pipeline import Flag
from tests.analysis.engines import a_map, a_result
from tests.factories import AnalysisFactory, LesionImageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def late():
    """A worker whose row another one has taken; with that other one's claim."""
    first = claim(AnalysisFactory().pk)
    let_expire(first)
    return first, claim(first.pk)


def let_expire(analysis: Analysis) -> None:
    Analysis.objects.filter(pk=analysis.pk).update(lease_until=Now() - timedelta(seconds=1))


def files(analysis: Analysis) -> list[str]:
    """The folders in which this run has left a file."""
    storage = Segmentation._meta.get_field("mask").storage
    return [folder for folder in FOLDERS if storage.exists(file_name(analysis, folder))]


def die_before_the_rows(analysis: Analysis) -> None:
    """What a worker leaves that is killed when its files are written and its rows are not."""
    for folder in FOLDERS:
        Segmentation._meta.get_field("mask").storage.save(file_name(analysis, folder), ContentFile(b"PNG"))
    let_expire(analysis)


def test_a_late_result_leaves_no_row_no_event_and_no_file(late):
    first, second = late

    assert not record_done(analysis=first, result=a_result())

    assert not Prediction.objects.exists()
    assert not Segmentation.objects.exists()
    assert not AuditEvent.objects.filter(act="analysis.finished").exists()
    assert files(first) == []
    second.refresh_from_db()
    assert second.state == "running"
    assert record_done(analysis=second, result=a_result()), "the row still waits for its rightful worker"


@pytest.mark.parametrize("scale", [0.02, None])
@pytest.mark.parametrize("corrected", [{"mm_per_pixel": 0.2}, {"image_type": "overview"}])
def test_a_result_that_rests_on_a_corrected_scale_or_kind_is_not_written(scale, corrected):
    ours = claim(AnalysisFactory(image=LesionImageFactory(mm_per_pixel=scale)).pk)
    type(ours.image).objects.filter(pk=ours.image_id).update(**corrected)

    with pytest.raises(Corrected):
        record_done(analysis=ours, result=a_result())

    assert not Prediction.objects.exists()
    assert not AuditEvent.objects.filter(act="analysis.finished").exists()
    assert files(ours) == []
    ours.refresh_from_db()
    assert ours.state == "running", "still ours, to be given back"


@pytest.mark.parametrize("record", [record_rejected, record_failed])
def test_a_late_refusal_or_failure_changes_nothing(late, record):
    first, second = late
    assert not record(analysis=first, code="late", message="Too late.")
    second.refresh_from_db()
    assert (second.state, second.reason_code) == ("running", "")
    assert not AuditEvent.objects.filter(act="analysis.finished").exists()


def test_after_the_end_nothing_more_is_written():
    ours = claim(AnalysisFactory().pk)
    assert record_done(analysis=ours, result=a_result())
    assert not record_done(analysis=ours, result=a_result())
    assert not record_failed(analysis=ours, code="late", message="Too late.")
    assert Prediction.objects.count() == Segmentation.objects.count() == 1
    assert AuditEvent.objects.filter(act="analysis.finished").count() == 1
    ours.refresh_from_db()
    assert ours.state == "done"
    assert ours.segmentation.mask.storage.exists(ours.segmentation.mask.name), "the winner's file was not deleted"


def test_a_result_that_the_database_refuses_leaves_nothing_behind():
    ours = claim(AnalysisFactory().pk)
    with pytest.raises(IntegrityError, match="prediction_verdict_follows_the_thresholds"):
        record_done(analysis=ours, result=a_result(verdict="likely_benign"))
    assert not Segmentation.objects.exists(), "written in the same transaction, before the prediction"
    assert files(ours) == []
    ours.refresh_from_db()
    assert ours.state == "running"


def test_an_abandoned_row_is_only_failed_while_its_lease_is_over():
    ours = claim(AnalysisFactory().pk)
    assert not record_abandoned(analysis=ours, code="worker_lost_five_times", message="Lost.")
    let_expire(ours)
    assert record_abandoned(analysis=ours, code="worker_lost_five_times", message="Lost.")
    ours.refresh_from_db()
    assert (ours.state, ours.reason_code) == ("failed", "worker_lost_five_times")


def test_the_probabilities_keep_the_pipelines_order():
    ours = claim(AnalysisFactory().pk)
    record_done(analysis=ours, result=a_result())
    ours.refresh_from_db()
    assert ours.prediction.classes == ["akiec", "bcc", "bkl", "df", "mel", "nv", "vasc"]
    assert ours.prediction.probabilities == [0.02, 0.03, 0.1, 0.01, 0.6, 0.23, 0.01]


@pytest.mark.django_db(transaction=True)
def test_an_error_behind_the_commit_keeps_the_files_of_the_row_that_stands():
    analysis = claim(AnalysisFactory().pk)

    def break_behind_the_commit(execute, sql, *arguments):
        if 'INSERT INTO "analysis_prediction"' in sql:
            transaction.on_commit(lambda: 1 / 0)
        return execute(sql, *arguments)

    with connection.execute_wrapper(break_behind_the_commit), pytest.raises(ZeroDivisionError):
        record_done(analysis=analysis, result=a_result())

    assert Analysis.objects.get(pk=analysis.pk).state == "done"
    assert files(analysis) == ["masks", "explanations"]


def test_a_disk_that_fills_up_between_the_two_files_leaves_neither(monkeypatch):
    ours = claim(AnalysisFactory().pk)

    def full(explanation):
        raise OSError("No space left on device")

    monkeypatch.setattr("analysis.ending.map_png", full)
    with pytest.raises(OSError, match="No space"):
        record_done(analysis=ours, result=a_result())
    assert files(ours) == []


def test_everything_the_science_says_is_kept():
    ours = claim(AnalysisFactory(anyway=True).pk)
    blurred = Flag("too_blurred", "The picture is too blurred to be judged.")

    assert record_done(
        analysis=ours,
        result=a_result(uncertainty=0.8, verdict="needs_a_person", flags=(blurred,), anyway=True),
    )

    ours.refresh_from_db()
    said = ours.prediction
    assert (said.verdict, said.uncertainty, said.uncertainty_threshold) == ("needs_a_person", 0.8, 0.7)
    assert (said.operating_point, said.explained, said.energy_inside) == ("rule_out", "mel", 0.8)
    assert ours.flags == [{"code": "too_blurred", "message": "The picture is too blurred to be judged."}]
    with said.explanation.storage.open(said.explanation.name) as file, Image.open(file) as kept:
        assert (kept.mode, kept.size) == ("L", (224, 224))
        assert (np.asarray(kept) == a_map()).all()
    assert AuditEvent.objects.get(act="analysis.finished").detail["anyway"] is True


def test_a_flag_without_anybody_who_asked_for_it_is_no_result():
    ours = claim(AnalysisFactory().pk)
    with pytest.raises(IntegrityError, match="analysis_flags_only_where_analysed_anyway"):
        record_done(analysis=ours, result=a_result(flags=(Flag("too_dark", "Too dark."),)))
    assert files(ours) == []


class TestFilesOfAKilledRun:
    """Written under the final names, and no row stands for them."""

    @pytest.fixture(autouse=True)
    def _commits(self, transactional_db):
        """They are removed once the row is committed, which a test's own transaction never is."""

    def test_the_next_run_takes_them_away_and_keeps_its_own(self):
        killed = claim(AnalysisFactory().pk)
        die_before_the_rows(killed)
        next_one = claim(killed.pk)

        assert record_done(analysis=next_one, result=a_result())

        assert files(killed) == []
        assert files(next_one) == list(FOLDERS)
        assert Segmentation.objects.get().mask.name == file_name(next_one, "masks")

    def test_a_run_that_is_given_up_leaves_none(self):
        killed = claim(AnalysisFactory(attempts=4).pk)
        die_before_the_rows(killed)

        assert record_abandoned(analysis=killed, code="worker_lost_five_times", message="Gone.")

        assert files(killed) == []

    def test_a_disk_that_refuses_does_not_undo_the_result(self, monkeypatch):
        killed = claim(AnalysisFactory().pk)
        die_before_the_rows(killed)
        next_one = claim(killed.pk)

        def refuse(name):
            raise OSError("read-only file system")

        monkeypatch.setattr(Segmentation._meta.get_field("mask").storage, "delete", refuse)
        assert record_done(analysis=next_one, result=a_result())

        next_one.refresh_from_db()
        assert next_one.state == "done"
