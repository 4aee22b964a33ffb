"""How far a batch is, counted from its rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from analysis.batches.fill_batch import fill_batch
from analysis.batches.progress import Progress, progress, progress_of
from analysis.models import Analysis, BatchRun
from cases.models import LesionImage
from tests.analysis.batches.test_start_batch import finished

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(start, pictures) -> BatchRun:
    """Of six pictures, four asked for; it began two minutes ago."""
    LesionImage.objects.filter(pk__in=[row.pk for row in pictures(6)]).update(
        received_at=timezone.now() - timedelta(days=1)
    )
    started = start()
    fill_batch(started.pk, piece=4)
    BatchRun.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    started.refresh_from_db()
    return started


def end(batch, state: str, count: int, **fields) -> None:
    """So many waiting rows end this way, just now."""
    waiting = Analysis.objects.filter(batch=batch, state="queued")[:count]
    for row in waiting:
        if state == "done":
            Analysis.objects.filter(pk=row.pk).delete()
            finished(row.image, batch=batch)
        else:
            fields = {"reason_code": "x", "reason": "X.", "finished_at": timezone.now()} | fields
            Analysis.objects.filter(pk=row.pk).update(state=state, **fields)


def test_what_no_row_asks_for_yet_waits_too(batch):
    end(batch, "done", 2)
    end(batch, "rejected", 1)
    assert progress(batch) == Progress(
        state="running",
        total=6,
        waiting=3,
        running=0,
        done=2,
        rejected=1,
        failed=0,
        left_out=0,
        per_minute=pytest.approx(1.5, abs=0.2),
        seconds_left=pytest.approx(120, abs=15),
    )
    assert progress(batch).ended == 3


def test_what_ended_long_ago_says_nothing_about_the_rate(batch):
    BatchRun.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    batch.refresh_from_db()
    end(batch, "rejected", 1, finished_at=timezone.now() - timedelta(minutes=6))
    assert (progress(batch).per_minute, progress(batch).seconds_left) == (0, None)


def test_finished(batch):
    fill_batch(batch.pk)
    batch.refresh_from_db()
    end(batch, "done", 6)
    now = progress(batch)
    assert (now.state, now.total, now.done, now.waiting, now.seconds_left) == ("finished", 6, 6, 0, None)


def test_three_queries_for_all_batches_of_a_list(batch, start, django_assert_num_queries):
    end(batch, "failed", 1)
    other = start(again=True)
    with django_assert_num_queries(3):
        both = progress_of([batch, other])
    assert (both[batch.pk].failed, both[other.pk].failed, both[other.pk].waiting) == (1, 0, 3)
