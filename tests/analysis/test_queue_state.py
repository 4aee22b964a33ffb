"""How the queue stands, and how long it is likely to take."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from analysis.models import Analysis, BatchRun, Heartbeat
from analysis.queue_state import QueueState, queue_state
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory

pytestmark = pytest.mark.django_db
TOKEN = "9b1de0f5-8f4c-4b43-a5a8-5a4bd53f3a5f"


@pytest.fixture
def image():
    """Pictures with names for files."""
    return lambda: LesionImageFactory(original="o.jpg", rendition="r.jpg", thumbnail="t.jpg")


@pytest.fixture
def beats():
    """The reconciler has just been heard of."""
    return Heartbeat.objects.create(process="reconciler", beat_at=timezone.now())


def done(image, seconds: float):
    """An analysis that took so long."""
    start = timezone.now() - timedelta(hours=1)
    finished = start + timedelta(seconds=seconds)
    DoneAnalysisFactory(image=image(), started_at=start, finished_at=finished, segmentation__mask="m.png")


def working(image, *, lease: float = 60) -> Analysis:
    """One that a worker holds for so many seconds more."""
    until = timezone.now() + timedelta(seconds=lease)
    return AnalysisFactory(image=image(), state="running", token=TOKEN, lease_until=until)


def state() -> QueueState:
    """For somebody who may see everything."""
    return queue_state(Analysis.shown.all())


def test_nothing_waits(image):
    done(image, 4)
    assert state() == QueueState(waiting=0, running=0, in_batches=0, seconds=None, answered=True)


def test_the_time_is_the_median_times_the_rounds(image, beats):
    for seconds in (2, 4, 90):
        done(image, seconds)
    for _ in range(3):
        AnalysisFactory(image=image())
    assert state() == QueueState(3, 0, 0, seconds=12, answered=True)
    working(image)
    working(image)
    assert state() == QueueState(3, 2, 0, seconds=12, answered=True), "three for two hands, after what they hold"


def test_other_clinics_count_for_the_time_and_are_not_shown(image, beats):
    done(image, 4)
    ours = AnalysisFactory(image=image())
    for _ in range(4):
        AnalysisFactory(image=image())
    assert queue_state(Analysis.objects.filter(pk=ours.pk)) == QueueState(1, 0, 0, seconds=20, answered=True)


def test_nobody_answers_when_the_reconciler_is_silent_and_nothing_is_held(image, beats):
    AnalysisFactory(image=image())
    assert state().answered
    Heartbeat.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    assert state() == QueueState(1, 0, 0, seconds=None, answered=False)
    working(image)
    assert state().answered, "somebody works, whatever the reconciler does"


def test_nobody_answers_when_something_has_been_due_for_longer_than_a_lease(image, beats, settings):
    AnalysisFactory(image=image(), due_at=timezone.now() - timedelta(seconds=settings.LEASE_SECONDS + 5))
    assert not state().answered


def test_a_lost_worker_holds_nothing(image, beats):
    working(image, lease=-5)
    assert (state().waiting, state().running) == (1, 0)


def test_a_batch_waits_behind_everybody(image, beats, ana):
    versions = {kind: getattr(working(image), kind) for kind in ("segmenter", "classifier")}
    batch = BatchRun.objects.create(asked_by=User.objects.get(pk=ana.pk), **versions)
    Analysis.objects.all().delete()
    AnalysisFactory(image=image(), batch=batch, due_at=timezone.now() - timedelta(days=1))
    AnalysisFactory(image=image(), shadow=True, due_at=timezone.now() - timedelta(days=1))
    assert state() == QueueState(0, 0, 1, seconds=None, answered=True)
