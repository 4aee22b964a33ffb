"""What the queue and the worklist ask all day is found through indexes, however many analyses there have been."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models.functions import Now

from accounts.models import User
from analysis import reconcile as reconciler
from analysis.claim import claim
from analysis.models import Analysis
from benchmarks.queue_rows import fill
from cases.models import LesionImage
from cases.selectors import cases_visible_to, images_visible_to, with_latest_analysis, worklist, worklist_rows
from tests.analysis.plans import whole_reads

QUEUED = 60


@pytest.fixture
def many(db):
    """Many finished rows, and a few that wait, run or failed, some of them sent and never heard of again."""
    filled = fill(finished=8_000, queued=QUEUED)
    running, failed, sent = filled.queued[:5], filled.queued[5:10], filled.queued[10:20]
    rows = Analysis.objects
    rows.filter(pk__in=running).update(
        state="running", token=uuid4(), lease_until=Now() - timedelta(seconds=9), attempts=1
    )
    rows.filter(pk__in=failed).update(state="failed", finished_at=Now(), reason_code="program_error", reason="A bug.")
    rows.filter(pk__in=sent).update(published_at=Now() - timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE analysis_analysis")
    return filled


@pytest.fixture
def ana(many):
    return User.objects.get(email="ana@benchmark.example")


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    """The messages go nowhere, and the queue says that it is empty: everything unheard of is sent again."""
    monkeypatch.setattr(reconciler, "send", lambda *ids, queue: None)
    monkeypatch.setattr(reconciler, "queue_length", lambda queue: 0)


def drop(index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {index}")


def test_the_claim_finds_its_row(many):
    assert whole_reads(lambda: claim(many.queued[30])) == []


def test_a_round_of_the_reconciler_reads_what_waits_and_what_was_lost(many):
    rounds = []
    assert whole_reads(lambda: rounds.append(reconciler.reconcile())) == []
    assert (rounds[0].republished, rounds[0].published) == (5, QUEUED - 10), "or the queries were not about these rows"


def test_the_newest_analysis_of_pictures(many, ana):
    some = images_visible_to(ana).filter(pk__in=LesionImage.objects.order_by("pk").values_list("pk", flat=True)[:25])
    assert whole_reads(lambda: list(with_latest_analysis(some))) == []


def test_lists_of_the_worklist(ana):
    for code in ("failed", "running"):
        assert whole_reads(lambda code=code: worklist(cases_visible_to(ana), code).count()) == []


def test_the_rows_of_a_page(ana):
    ids = list(worklist(cases_visible_to(ana), "all").values_list("pk", flat=True)[:25])
    assert whole_reads(lambda: worklist_rows(ana, ids)) == []


@pytest.mark.parametrize("index", ["analysis_queued_by_due", "analysis_running_by_lease"])
def test_without_its_index_the_reconciler_would_read_the_whole_table(many, index):
    drop(index)
    # the constraint's index knows the live rows too, and would hide that this one is gone
    drop("analysis_one_live_per_image_and_versions")
    assert whole_reads(reconciler.reconcile) != []


def test_without_their_indexes_the_worklist_would_read_the_whole_table(ana):
    ids = list(worklist(cases_visible_to(ana), "all").values_list("pk", flat=True)[:25])
    # by picture too, because PostgreSQL would come from every case to its pictures and from there to their analyses
    by_picture = ("analysis_failed_by_image", "analysis_newest_of_image", "analysis_analysis_image_id_07598bde")
    for index in (*by_picture, "analysis_of_version_by_image"):  # the last by skipping from version to version
        drop(index)
    assert whole_reads(lambda: worklist(cases_visible_to(ana), "failed").count()) != []
    assert whole_reads(lambda: worklist_rows(ana, ids)) != []
