"""Rows of a paused or cancelled batch: in the table, and nobody's work."""

import pytest
from django.utils import timezone

from analysis.batches.held import not_held
from analysis.claim import claim
from analysis.models import Analysis, BatchRun
from analysis.queue_state import queue_state
from analysis.reconcile import reconcile
from tests.analysis.at_once import at_once
from tests.analysis.queue_folder import ids
from tests.factories import AnalysisFactory, BatchRunFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["paused_at", "cancelled_at"])
def stopped(request, clinic_a) -> BatchRun:
    """A batch that a person has stopped."""
    return BatchRunFactory(clinic=clinic_a, **{request.param: timezone.now()})


def test_a_stopped_batch_is_held_and_all_else_is_not(stopped, clinic_a):
    AnalysisFactory(batch=stopped)
    goes_on = AnalysisFactory(batch=BatchRunFactory(clinic=clinic_a))
    alone = AnalysisFactory()
    assert set(Analysis.objects.filter(not_held())) == {goes_on, alone}


def test_a_queued_row_of_a_stopped_batch_is_not_claimed(stopped):
    row = AnalysisFactory(batch=stopped)
    assert claim(row.pk) is None
    BatchRun.objects.update(paused_at=None, cancelled_at=None)
    assert claim(row.pk)


def test_it_is_not_published_either(stopped):
    AnalysisFactory(batch=stopped)
    assert reconcile().published == 0
    alone = AnalysisFactory()
    assert reconcile().published == 1
    assert ids("interactive") == [alone.pk]


def test_it_waits_in_no_queue(stopped, clinic_a):
    AnalysisFactory(batch=stopped)
    assert queue_state(Analysis.objects.all()).in_batches == 0
    AnalysisFactory(batch=BatchRunFactory(clinic=clinic_a))
    assert queue_state(Analysis.objects.all()).in_batches == 1


def test_one_of_eight_workers_gets_a_row_of_a_batch(clinic_a):
    """The condition on the batch takes nothing away from the claim: still one UPDATE decides."""
    row = AnalysisFactory(batch=BatchRunFactory(clinic=clinic_a))
    assert len([c for c in at_once(lambda: claim(row.pk), times=8) if c]) == 1
