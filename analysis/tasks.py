"""Envelopes: ids in, one call."""

from celery import shared_task

from analysis import reconcile as reconciler
from analysis.publish import ANALYSE
from analysis.run import run_analysis


@shared_task(name=ANALYSE)
def analyse(analysis_id: int) -> None:
    """Run one analysis; delivered twice, the second does nothing."""
    run_analysis(analysis_id)


@shared_task(name="analysis.tasks.reconcile", ignore_result=True)
def reconcile() -> None:
    """One round of the reconciler, for those who run Celery beat."""
    reconciler.reconcile()
