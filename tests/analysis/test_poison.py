"""A picture that kills its worker: five tries, then failed; its neighbours lose one try and not two."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from accounts.models import AuditEvent
from analysis.claim import claim_many
from analysis.models import Analysis
from analysis.reconcile import reconcile
from analysis.run import run_analysis
from analysis.run_chunk import run_chunk
from tests.analysis.engines import sees_a_lesion
from tests.analysis.queue_folder import folder, messages
from tests.factories import AnalysisFactory, BatchRunFactory

pytestmark = pytest.mark.django_db(transaction=True)


def read_all_messages() -> list:
    """What the batch's queue holds, which is empty afterwards."""
    arguments = [message["body"][0][0] for message in messages("batch")]
    for path in folder().glob("*.batch.msg"):
        path.unlink()
    return arguments


def work(argument: int | list[int], poison: set[int]) -> bool:
    """One worker reads one message; False when that killed it: it has claimed its rows, and nothing else happens."""
    ids = argument if isinstance(argument, list) else [argument]
    if poison.isdisjoint(ids):
        _ = run_chunk(ids, engine=sees_a_lesion) if len(ids) > 1 else run_analysis(ids[0], engine=sees_a_lesion)
        return True
    claimed = [row.pk for row in claim_many(ids)]
    long_ago = Now() - timedelta(seconds=100)
    Analysis.objects.filter(pk__in=claimed).update(published_at=long_ago, lease_until=Now() - timedelta(seconds=1))
    return False


@pytest.mark.parametrize("poisonous", [1, 2])
def test_poison_is_failed_after_five_tries_and_its_neighbours_are_done(settings, poisonous):
    settings.BATCH_CHUNK = 8
    batch = BatchRunFactory()
    ids = [AnalysisFactory(batch=batch).pk for _ in range(20)]
    poison = set(ids[3 : 3 + poisonous])
    company = set(ids[:8]) - poison

    deaths = 0
    for _ in range(7):
        reconcile()
        deaths += sum(not work(argument, poison) for argument in read_all_messages())

    rows = {row.pk: row for row in Analysis.objects.all()}
    assert {rows[pk].state for pk in set(ids) - poison} == {"done"}
    assert {(rows[pk].state, rows[pk].reason_code, rows[pk].attempts) for pk in poison} == {
        ("failed", "worker_lost_five_times", 5)
    }
    assert {rows[pk].attempts for pk in company} == {2}
    assert {rows[pk].attempts for pk in set(ids) - company - poison} == {1}
    assert deaths == 1 + 4 * poisonous, "the first try killed one worker for all of them"
    assert AuditEvent.objects.filter(act="analysis.finished").count() == 20
