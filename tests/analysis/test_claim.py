"""Claim before you work: one UPDATE decides."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from analysis.claim import claim, extend, release, retry_delay_seconds
from analysis.models import Analysis
from tests.analysis.at_once import at_once
from tests.factories import AnalysisFactory, DoneAnalysisFactory

pytestmark = pytest.mark.django_db(transaction=True)


def let_expire(analysis: Analysis) -> None:
    Analysis.objects.filter(pk=analysis.pk).update(lease_until=Now() - timedelta(seconds=1))


def test_a_claim_makes_the_row_ours(settings):
    settings.LEASE_SECONDS = 60
    waiting = AnalysisFactory()

    ours = claim(waiting.pk)

    assert (ours.state, ours.attempts) == ("running", 1)
    assert ours.token is not None
    assert (ours.lease_until - ours.started_at).total_seconds() == pytest.approx(60, abs=0.5)
    assert (timezone.now() - ours.started_at).total_seconds() == pytest.approx(0, abs=5)


def test_eight_workers_at_once_and_one_gets_it():
    waiting = AnalysisFactory()
    claims = at_once(lambda: claim(waiting.pk), times=8)
    assert len([c for c in claims if c is not None]) == 1
    waiting.refresh_from_db()
    assert waiting.attempts == 1


def test_eight_workers_at_once_and_one_inherits_a_dead_workers_row():
    waiting = AnalysisFactory()
    first = claim(waiting.pk)
    let_expire(first)

    claims = [c for c in at_once(lambda: claim(waiting.pk), times=8) if c is not None]

    assert len(claims) == 1
    assert claims[0].token != first.token
    assert claims[0].attempts == 2


def test_a_row_with_a_lease_is_left_to_its_worker():
    waiting = AnalysisFactory()
    assert claim(waiting.pk)
    assert claim(waiting.pk) is None


def test_a_row_that_is_not_due_yet_waits():
    assert claim(AnalysisFactory(due_at=timezone.now() + timedelta(seconds=30)).pk) is None


def test_a_finished_row_and_a_row_that_does_not_exist_cannot_be_claimed():
    assert claim(DoneAnalysisFactory().pk) is None
    assert claim(987654321) is None


def test_there_is_no_sixth_attempt():
    waiting = AnalysisFactory()
    for attempt in range(1, 6):
        ours = claim(waiting.pk)
        assert ours.attempts == attempt
        let_expire(ours)
    assert claim(waiting.pk) is None


def test_extend_renews_only_ones_own_lease(settings):
    settings.LEASE_SECONDS = 60
    first = claim(AnalysisFactory().pk)
    let_expire(first)
    assert not extend(first), "nobody else has taken it yet"
    let_expire(first)
    second = claim(first.pk)
    assert extend(first) == {first.pk}
    assert extend(second) == set()


def test_release_puts_the_row_back_for_later_and_keeps_the_count():
    ours = claim(AnalysisFactory(published_at=timezone.now()).pk)
    assert release(ours, after_seconds=20)
    ours.refresh_from_db()
    assert (ours.state, ours.attempts, ours.token, ours.lease_until) == ("queued", 1, None, None)
    assert ours.published_at is None, "so that the reconciler sends it when it is due"
    assert (ours.due_at - timezone.now()).total_seconds() == pytest.approx(20, abs=2)


def test_release_of_somebody_elses_row_does_nothing():
    first = claim(AnalysisFactory().pk)
    let_expire(first)
    second = claim(first.pk)
    assert not release(first)
    second.refresh_from_db()
    assert second.state == "running"


def test_the_last_attempt_cannot_be_put_back():
    assert not release(claim(AnalysisFactory(attempts=4).pk))


def test_the_pauses_double():
    assert [retry_delay_seconds(attempts) for attempts in (1, 2, 3, 4)] == [5, 10, 20, 40]


def test_the_databases_clock_decides_not_this_machines(django_assert_num_queries):
    waiting = AnalysisFactory()
    with django_assert_num_queries(2) as queries:
        claim(waiting.pk)
    clock = "STRFTIME" if connection.vendor == "sqlite" else "STATEMENT_TIMESTAMP"
    update = queries[0]["sql"]
    assert update.startswith("UPDATE")
    assert update.count(clock) == 4, "lease_until, started_at, due and expired"
