"""Pause, resume, cancel, try again: nothing runs that was stopped, nothing is lost that somebody waits for."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import AuditEvent
from analysis.batches.cancel_batch import cancel_batch
from analysis.batches.fill_batch import fill_batch
from analysis.batches.look_after_batches import look_after_batches
from analysis.batches.pause_batch import pause_batch
from analysis.batches.progress import progress
from analysis.batches.resume_batch import resume_batch
from analysis.batches.retry_failed import retry_failed
from analysis.claim import claim, release
from analysis.models import Analysis, BatchRun
from analysis.reconcile import reconcile
from analysis.request import request_analysis
from tests.analysis.queue_folder import ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(start, pictures) -> BatchRun:
    """Three pictures, all asked for."""
    pictures(3)
    started = start()
    fill_batch(started.pk)
    started.refresh_from_db()
    return started


def rows(batch, **which):
    """Of the batch, in the order of the pictures."""
    return list(Analysis.objects.filter(batch=batch, **which).order_by("image", "pk"))


def fail(*analyses) -> None:
    """They end without a result."""
    fields = {"state": "failed", "reason_code": "gave_up", "reason": "Gave up.", "finished_at": timezone.now()}
    Analysis.objects.filter(pk__in=[row.pk for row in analyses]).update(token=None, lease_until=None, **fields)


def refusal(service, batch, by) -> str:
    """The code it is refused with."""
    with pytest.raises(ValidationError) as refused:
        service(batch=batch, by=by)
    return refused.value.code


def events() -> list[str]:
    """What the audit trail says about batches."""
    return list(AuditEvent.objects.filter(act__startswith="batch").order_by("pk").values_list("act", flat=True))


def test_paused_nothing_is_begun_and_resumed_all_is_sent_anew(batch, admin_a):
    reconcile()
    row = rows(batch)[0]
    pause_batch(batch=batch, by=admin_a)
    pause_batch(batch=batch, by=admin_a)
    assert claim(row.pk) is None
    assert not fill_batch(batch.pk)
    resume_batch(batch=batch, by=admin_a)
    assert all(row.published_at is None for row in rows(batch)), "their messages were taken from the queue in vain"
    reconcile()
    assert ids("batch").count(row.pk) == 2
    assert claim(row.pk)
    assert events() == ["batch.started", "batch.paused", "batch.resumed"]


def test_cancelled_what_waits_goes_and_what_runs_ends(batch, admin_a):
    running = claim(rows(batch)[0].pk)
    cancel_batch(batch=batch, by=admin_a)
    assert rows(batch) == [running]
    assert AuditEvent.objects.get(act="batch.cancelled").detail == {"removed_from_queue": 2}
    assert progress(batch).state == "cancelled"
    assert (progress(batch).running, progress(batch).left_out, progress(batch).total) == (1, 2, 3)


def test_what_a_worker_gave_back_after_the_cancel_goes_too(batch, admin_a):
    running = claim(rows(batch)[0].pk)
    cancel_batch(batch=batch, by=admin_a)
    release(running)
    look_after_batches()
    assert rows(batch) == []


def test_a_cancelled_batch_asks_for_nothing_more(start, pictures, admin_a):
    pictures(3)
    started = start()
    fill_batch(started.pk, piece=1)
    cancel_batch(batch=started, by=admin_a)
    look_after_batches()
    assert rows(started) == []
    assert start() != started, "the same words are a new batch then"


@pytest.mark.parametrize("stop", [pause_batch, cancel_batch])
def test_a_picture_that_a_clinician_asked_for_is_not_lost(
    batch, admin_a, ana, stop, django_capture_on_commit_callbacks
):
    row = rows(batch)[0]
    with django_capture_on_commit_callbacks(execute=True):
        mine = request_analysis(image=row.image, by=ana)
    assert mine == row
    assert (mine.batch, mine.asked_by) == (None, ana)
    assert ids("interactive") == [row.pk]
    stop(batch=batch, by=admin_a)
    assert claim(row.pk)
    event = AuditEvent.objects.get(act="analysis.requested", object_id=row.pk)
    assert (event.user_id, event.detail["from_batch"]) == (ana.pk, batch.pk)


def test_one_that_a_clinician_asks_for_while_the_batch_is_paused_runs_at_once(batch, admin_a, ana):
    pause_batch(batch=batch, by=admin_a)
    assert claim(request_analysis(image=rows(batch)[0].image, by=ana).pk)


def test_a_hidden_row_is_no_answer_to_a_clinician(start, pictures, ana):
    (image,) = pictures(1)
    hidden = start(shadow=True)
    fill_batch(hidden.pk)
    mine = request_analysis(image=image, by=ana)
    assert (mine.batch, mine.shadow) == (None, False)
    assert [row.image for row in rows(hidden)] == [image]


def test_only_the_failed_are_tried_again_and_their_rows_stay(batch, admin_a):
    first, second, third = rows(batch)
    assert refusal(retry_failed, batch, admin_a) == "none_failed"
    fail(first, second)
    retry_failed(batch=batch, by=admin_a)
    assert progress(batch).state == "running"
    assert fill_batch(batch.pk, piece=1), "in pieces too"
    assert not fill_batch(batch.pk, piece=5)
    assert len(rows(batch)) == 5
    again = rows(batch, state="queued")
    assert {row.image_id for row in again} == {first.image_id, second.image_id, third.image_id}
    now = progress(batch)
    assert (now.total, now.waiting, now.failed) == (3, 3, 0)
    batch.refresh_from_db()
    assert batch.retry_until is None
    look_after_batches()
    assert len(rows(batch)) == 5, "once for each time it was asked"


def test_one_that_fails_twice_can_be_tried_a_third_time(batch, admin_a):
    first = rows(batch)[0]
    fail(first)
    retry_failed(batch=batch, by=admin_a)
    fill_batch(batch.pk)
    fail(rows(batch, image=first.image, state="queued")[0])
    assert progress(batch).failed == 1
    retry_failed(batch=batch, by=admin_a)
    fill_batch(batch.pk)
    assert [row.state for row in rows(batch, image=first.image)] == ["failed", "failed", "queued"]


def test_what_ended_cannot_be_stopped(batch, admin_a):
    fail(*rows(batch))
    for service in (pause_batch, cancel_batch):
        assert refusal(service, batch, admin_a) == "batch_ended"
    retry_failed(batch=batch, by=admin_a)
    cancel_batch(batch=batch, by=admin_a)
    for service in (pause_batch, resume_batch, cancel_batch, retry_failed):
        assert refusal(service, batch, admin_a) == "batch_ended"


def test_the_batch_of_an_import_is_not_cancelled(batch, admin_a):
    BatchRun.objects.update(selection={"import": 7})
    assert refusal(cancel_batch, batch, admin_a) == "of_an_import"


def test_what_was_signed_off_stands(batch, admin_a):
    fail(rows(batch)[0])
    BatchRun.objects.update(signed_off_at=timezone.now(), signed_off_by=admin_a)
    assert refusal(retry_failed, batch, admin_a) == "signed_off"
