"""The final write: everything or nothing, and only by the one who holds the row."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.db.models.signals import post_save

from accounts.models import AuditEvent
from analysis.claim import claim
from analysis.models import Analysis, Prediction, Segmentation
from analysis.record import record_abandoned, record_done, record_failed, record_rejected
from tests.analysis.engines import a_result
from tests.factories import AnalysisFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def late():
    """A worker whose row another one has taken; with that other one's claim."""
    first = claim(AnalysisFactory().pk)
    let_expire(first)
    return first, claim(first.pk)


def let_expire(analysis: Analysis) -> None:
    Analysis.objects.filter(pk=analysis.pk).update(lease_until=Now() - timedelta(seconds=1))


def masks(analysis: Analysis) -> list[str]:
    storage = Segmentation._meta.get_field("mask").storage
    names = storage.listdir("masks")[1] if storage.exists("masks") else []
    return [name for name in names if name.startswith(f"{analysis.pk}-{analysis.token.hex}")]


def test_a_late_result_leaves_no_row_no_event_and_no_file(late):
    first, second = late

    assert not record_done(analysis=first, result=a_result())

    assert not Prediction.objects.exists()
    assert not Segmentation.objects.exists()
    assert not AuditEvent.objects.filter(act="analysis.finished").exists()
    assert masks(first) == []
    second.refresh_from_db()
    assert second.state == "running"
    assert record_done(analysis=second, result=a_result()), "the row still waits for its rightful worker"


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
    with pytest.raises(IntegrityError, match="prediction_verdict_follows_the_threshold"):
        record_done(analysis=ours, result=a_result(verdict="likely_benign"))
    assert not Segmentation.objects.exists(), "written in the same transaction, before the prediction"
    assert masks(ours) == []
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
def test_an_error_behind_the_commit_keeps_the_mask_of_the_row_that_stands():
    analysis = claim(AnalysisFactory().pk)

    def break_behind_the_commit(**kwargs):
        transaction.on_commit(lambda: 1 / 0)

    post_save.connect(break_behind_the_commit, sender=Prediction)
    try:
        with pytest.raises(ZeroDivisionError):
            record_done(analysis=analysis, result=a_result())
    finally:
        post_save.disconnect(break_behind_the_commit, sender=Prediction)

    assert Analysis.objects.get(pk=analysis.pk).state == "done"
    assert len(masks(analysis)) == 1
