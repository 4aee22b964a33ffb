"""Each worker's heartbeat, and what is made of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from analysis.models import Heartbeat
from analysis.reconcile import reconcile
from analysis.worker_beat import LONG_DEAD, WorkerBeat, beat, listening, worker_silence
from tests.flows.processes import wait_until


def silent_for(process: str, time: timedelta) -> None:
    """As if its last beat were so long ago."""
    Heartbeat.objects.filter(process=process).update(beat_at=timezone.now() - time)


@pytest.mark.django_db
def test_a_worker_listens_to_its_own_queues_as_long_as_it_is_heard_of():
    beat("interactive@a", queues="interactive")
    beat("batch@a", queues="batch,imports")
    beat("reconciler")
    assert [worker.process for worker in listening("batch")] == ["batch@a"]
    assert listening("bat") == []
    silent_for("batch@a", worker_silence() + timedelta(seconds=1))
    assert listening("batch") == []
    assert len(listening("interactive")) == 1


@pytest.mark.django_db
def test_a_second_beat_is_the_same_row_with_todays_queues():
    beat("interactive@a", queues="interactive")
    silent_for("interactive@a", timedelta(hours=5))
    beat("interactive@a", queues="batch,interactive")
    worker = Heartbeat.objects.get()
    assert worker.queues == "batch,interactive"
    assert worker.beat_at > timezone.now() - timedelta(minutes=1)


@pytest.mark.django_db
def test_the_reconciler_forgets_the_long_dead_and_nobody_else():
    for process in ("gone@a", "silent@a"):
        beat(process, queues="batch")
    silent_for("gone@a", LONG_DEAD + timedelta(minutes=1))
    silent_for("silent@a", LONG_DEAD - timedelta(minutes=5))
    reconcile()
    assert set(Heartbeat.objects.values_list("process", flat=True)) == {"silent@a", "reconciler"}


@pytest.mark.django_db(transaction=True)
def test_it_beats_until_it_is_stopped_and_says_good_bye(settings):
    settings.HEARTBEAT_SECONDS = 0.05
    worker = WorkerBeat("interactive@" + "a" * 300, {"interactive"})
    worker.start()
    wait_until(lambda: listening("interactive"), seconds=20, what="a first beat")
    first = Heartbeat.objects.get().beat_at
    wait_until(lambda: Heartbeat.objects.get().beat_at > first, seconds=20, what="a second beat")
    worker.stop()
    assert not Heartbeat.objects.exists()
