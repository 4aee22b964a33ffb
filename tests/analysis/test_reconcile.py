"""The table is the outbox: whatever a queue lost is sent again, and nothing is sent for ever."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import AuditEvent
from analysis.claim import claim
from analysis.models import Analysis, BatchRun, Heartbeat
from analysis.publish import publish
from analysis.reconcile import Counts, reconcile
from analysis.run import run_analysis
from tests.analysis.at_once import at_once
from tests.analysis.engines import sees_a_lesion
from tests.analysis.queue_folder import folder, ids, unreachable_broker
from tests.factories import AnalysisFactory, DoneAnalysisFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def ago(seconds: float):
    return timezone.now() - timedelta(seconds=seconds)


def set_back(analysis: Analysis, **seconds_ago: float) -> None:
    """Times as the database's own clock would have written them."""
    times = {name: Now() - timedelta(seconds=seconds) for name, seconds in seconds_ago.items()}
    Analysis.objects.filter(pk=analysis.pk).update(**times)


def lose_the_queue() -> None:
    for message in folder().glob("*.msg"):
        message.unlink()


def a_lost_worker(attempts: int = 0) -> Analysis:
    """A row whose worker is silent, although its message was sent before."""
    analysis = AnalysisFactory(attempts=attempts, published_at=timezone.now())
    ours = claim(analysis.pk)
    set_back(ours, published_at=100, lease_until=1)
    return ours


def test_a_row_that_was_never_sent_is_sent_once():
    analysis = AnalysisFactory()
    assert reconcile() == Counts(published=1)
    assert ids("interactive") == [analysis.pk]
    assert reconcile() == Counts()
    analysis.refresh_from_db()
    assert analysis.published_at is not None


def test_the_oldest_first():
    late, early = AnalysisFactory(due_at=ago(5)), AnalysisFactory(due_at=ago(50))
    reconcile()
    assert ids("interactive") == [early.pk, late.pk]


def test_a_row_that_is_not_due_yet_waits():
    AnalysisFactory(due_at=timezone.now() + timedelta(seconds=40))
    assert reconcile() == Counts()


def test_finished_rows_are_left_alone():
    done = DoneAnalysisFactory()
    set_back(done, published_at=1000, due_at=2000)
    assert reconcile() == Counts()


def test_a_lost_message_is_sent_again():
    analysis = AnalysisFactory()
    publish(analysis.pk, queue="interactive")
    set_back(analysis, published_at=31)
    lose_the_queue()
    assert reconcile() == Counts(published=1)
    assert reconcile() == Counts(), "and then given time again"


@pytest.mark.parametrize("stamp", ["2026-01-02 03:04:05.000", "2026-01-02 03:04:05.327"])
def test_a_lost_message_is_sent_again_whatever_the_databases_clock_wrote(stamp):
    analysis = AnalysisFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE analysis_analysis SET published_at = %s", [stamp])
    assert reconcile() == Counts(published=1)
    assert ids("interactive") == [analysis.pk]


def test_a_message_sent_lately_is_given_time():
    analysis = AnalysisFactory()
    publish(analysis.pk, queue="interactive")
    set_back(analysis, published_at=29)
    lose_the_queue()
    assert reconcile() == Counts()


def test_a_long_queue_is_not_made_longer():
    rows = [AnalysisFactory() for _ in range(5)]
    reconcile()
    for row in rows:
        set_back(row, published_at=1000)
    assert reconcile() == Counts(), "five rows wait, and five messages speak of them"
    assert len(ids("interactive")) == 5


def test_of_a_queue_that_lost_some_only_so_many_are_sent_again():
    rows = [AnalysisFactory() for _ in range(5)]
    reconcile()
    for age, row in enumerate(rows):
        set_back(row, published_at=1000 - age)
    for message in sorted(folder().glob("*.msg"))[:2]:
        message.unlink()
    assert reconcile() == Counts(published=2)
    assert sorted(ids("interactive")) == [row.pk for row in rows]


def test_a_lost_workers_row_is_sent_again_once():
    lost = a_lost_worker()
    assert reconcile() == Counts(republished=1)
    assert ids("interactive") == [lost.pk]
    assert reconcile() == Counts()
    assert run_analysis(lost.pk, engine=sees_a_lesion)
    lost.refresh_from_db()
    assert (lost.state, lost.attempts) == ("done", 2)


def test_a_lost_workers_row_whose_message_was_lost_again_is_sent_after_a_while():
    lost = a_lost_worker()
    reconcile()
    set_back(lost, published_at=31, lease_until=60)
    assert reconcile() == Counts(republished=1)


def test_a_row_with_a_living_worker_is_left_alone():
    ours = claim(AnalysisFactory().pk)
    set_back(ours, published_at=1000)
    assert reconcile() == Counts()


def test_after_five_lost_workers_the_row_fails_and_the_trail_knows():
    lost = a_lost_worker(attempts=4)

    assert reconcile() == Counts(failed=1)

    lost.refresh_from_db()
    assert (lost.state, lost.reason_code, lost.attempts) == ("failed", "worker_lost_five_times", 5)
    assert lost.finished_at is not None
    event = AuditEvent.objects.get(act="analysis.finished")
    assert (event.object_id, event.detail["code"]) == (lost.pk, "worker_lost_five_times")
    assert event.request_id == lost.request_id
    assert reconcile() == Counts()


def test_a_batchs_row_goes_to_the_batchs_queue():
    row = AnalysisFactory()
    row.batch = BatchRun.objects.create(asked_by=UserFactory(), segmenter=row.segmenter, classifier=row.classifier)
    row.save()
    assert reconcile() == Counts(published=1)
    assert (ids("interactive"), ids("batch")) == ([], [row.pk])


def test_so_does_that_of_a_version_that_is_being_tried():
    row = AnalysisFactory(shadow=True)
    assert reconcile() == Counts(published=1)
    assert (ids("interactive"), ids("batch")) == ([], [row.pk])


def test_four_reconcilers_at_once_send_each_row_once_and_fail_each_lost_one_once():
    waiting = {AnalysisFactory().pk for _ in range(6)}
    silent = {a_lost_worker().pk for _ in range(2)}
    a_lost_worker(attempts=4)

    rounds = at_once(reconcile, times=4)

    assert sum(counts.published for counts in rounds) == 6
    assert sum(counts.republished for counts in rounds) == 2
    assert sum(counts.failed for counts in rounds) == 1
    assert sorted(ids("interactive")) == sorted(waiting | silent)
    assert AuditEvent.objects.filter(act="analysis.finished").count() == 1


def test_a_broker_that_is_away_is_one_line_and_the_next_round_sends(caplog):
    rows = [AnalysisFactory() for _ in range(3)]
    with unreachable_broker():
        counts = reconcile()
    assert counts.away
    assert counts.published == 0
    assert len([r for r in caplog.records if r.name.startswith("analysis")]) == 1, caplog.messages
    assert reconcile() == Counts(published=3), "at once, not after half a lease"
    assert sorted(ids("interactive")) == [row.pk for row in rows]


def test_a_broker_that_is_away_does_not_keep_lost_rows_from_failing():
    a_lost_worker(attempts=4)
    AnalysisFactory()
    with unreachable_broker():
        assert reconcile() == Counts(failed=1, away=True)


def test_each_round_beats():
    reconcile()
    first = Heartbeat.objects.get(process="reconciler").beat_at
    assert (timezone.now() - first).total_seconds() < 5
    Heartbeat.objects.update(beat_at=ago(100))
    reconcile()
    assert (timezone.now() - Heartbeat.objects.get(process="reconciler").beat_at).total_seconds() < 5


def test_the_command_does_one_round():
    analysis = AnalysisFactory()
    call_command("reconcile")
    assert ids("interactive") == [analysis.pk]


def test_the_celery_task_does_one_round():
    from analysis.tasks import reconcile as task

    analysis = AnalysisFactory()
    task()
    assert ids("interactive") == [analysis.pk]


def test_a_broken_batch_keeps_nobodys_picture_lying(monkeypatch, caplog):
    def broken():
        raise ValueError("a selection that nobody understands any more")

    monkeypatch.setattr("analysis.reconcile.ALSO", [broken])
    analysis = AnalysisFactory()
    reconcile()
    assert ids("interactive") == [analysis.pk]
    assert "reconciler: broken failed" in caplog.text
