"""A chunk is claimed with one statement, by one worker, and no row pays twice for a neighbour that kills its worker."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from analysis.claim import claim, claim_many, extend, hand_back, release
from analysis.models import Analysis
from tests.analysis.at_once import at_once
from tests.factories import AnalysisFactory, BatchRunFactory, ClassifierFactory, DoneAnalysisFactory

pytestmark = pytest.mark.django_db(transaction=True)


def let_expire(*rows: Analysis) -> None:
    Analysis.objects.filter(pk__in=[row.pk for row in rows]).update(lease_until=Now() - timedelta(seconds=1))


def test_a_chunk_is_claimed_with_one_update_and_one_token(django_assert_num_queries):
    ids = [AnalysisFactory().pk for _ in range(5)]

    with django_assert_num_queries(2) as queries:
        rows = claim_many(ids)

    assert [query["sql"].split()[0] for query in queries] == ["UPDATE", "SELECT"]
    assert [row.pk for row in rows] == ids
    assert len({row.token for row in rows}) == 1
    assert {(row.state, row.attempts) for row in rows} == {("running", 1)}
    clock = "STRFTIME" if connection.vendor == "sqlite" else "STATEMENT_TIMESTAMP"
    assert queries[0]["sql"].count(clock) == 4, "the database's clock, as for one row"


def test_only_what_is_free_is_claimed():
    free, taken, done, later = AnalysisFactory(), AnalysisFactory(), DoneAnalysisFactory(), AnalysisFactory()
    claim(taken.pk)
    Analysis.objects.filter(pk=later.pk).update(due_at=timezone.now() + timedelta(seconds=30))
    paused = AnalysisFactory(batch=BatchRunFactory(paused_at=timezone.now()))

    rows = claim_many([taken.pk, free.pk, done.pk, later.pk, paused.pk, 987654321])

    assert [row.pk for row in rows] == [free.pk]
    assert claim_many([taken.pk, done.pk]) == []


def test_overlapping_chunks_at_once_and_each_row_has_one_worker():
    ids = [AnalysisFactory().pk for _ in range(6)]
    claims = at_once(lambda: claim_many(ids), times=6)
    assert sorted(row.pk for rows in claims for row in rows) == ids
    assert set(Analysis.objects.values_list("attempts", flat=True)) == {1}


def test_a_row_that_was_begun_before_goes_alone():
    survivors = claim_many([AnalysisFactory().pk for _ in range(3)])
    let_expire(*survivors)
    ids = [row.pk for row in survivors]

    assert claim_many(ids) == [], "one of them may have killed the worker"

    assert [row.attempts for pk in ids for row in claim_many([pk])] == [2, 2, 2]


def test_there_is_no_sixth_attempt_for_a_row_alone_either():
    assert claim_many([AnalysisFactory(attempts=5, state="queued").pk]) == []


def test_rows_for_the_same_networks_lie_beside_each_other():
    others = [ClassifierFactory(version="classifier-next", active=False), ClassifierFactory()]
    rows = [AnalysisFactory(classifier=others[number % 2]) for number in range(4)]
    versions = [row.classifier.version for row in claim_many([row.pk for row in rows])]
    assert versions in (sorted(versions), sorted(versions, reverse=True))


def test_one_heartbeat_for_all_names_the_rows_that_are_lost(django_assert_num_queries, settings):
    settings.LEASE_SECONDS = 60
    rows = claim_many([AnalysisFactory().pk for _ in range(3)])
    with django_assert_num_queries(1):
        assert extend(*rows) == set()
    let_expire(*rows)
    claim(rows[1].pk)
    assert extend(*rows) == {rows[1].pk}
    rows[0].refresh_from_db()
    assert (rows[0].lease_until - timezone.now()).total_seconds() > 50, "the others are kept"


def test_rows_that_nobody_looked_at_go_back_as_if_never_claimed():
    rows = claim_many([AnalysisFactory(published_at=timezone.now()).pk for _ in range(3)])
    let_expire(rows[0])
    claim(rows[0].pk)

    assert hand_back(*rows) == 2

    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == ["running", "queued", "queued"]
    assert [(row.attempts, row.token, row.published_at) for row in rows[1:]] == [(0, None, None)] * 2
    assert len(claim_many([row.pk for row in rows])) == 2, "in company, and at once"


def test_a_released_row_keeps_its_count_and_goes_alone():
    rows = claim_many([AnalysisFactory().pk for _ in range(2)])
    assert release(rows[0])
    assert hand_back(rows[1])
    assert [row.pk for row in claim_many([row.pk for row in rows])] == [rows[1].pk]
