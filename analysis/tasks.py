"""Envelopes: ids in, one call."""

import signal

from celery import shared_task
from celery.signals import worker_process_init, worker_shutting_down

from analysis import reconcile as reconciler
from analysis.publish import ANALYSE, ANALYSE_CHUNK
from analysis.run import run_analysis
from analysis.run_chunk import run_chunk
from analysis.shutdown import ask_to_stop, is_asked_to_stop
from analysis.tidy import tidier
from analysis.turns import publish_next

worker_shutting_down.connect(ask_to_stop)


@shared_task(name=ANALYSE)
def analyse(analysis_id: int) -> None:
    """Run one analysis and send its person's next; delivered twice, the second does nothing."""
    run_analysis(analysis_id, stopping=is_asked_to_stop)
    publish_next(analysis_id)
    tidier.after(1)


@shared_task(name=ANALYSE_CHUNK)
def analyse_chunk(ids: list[int]) -> None:
    """Run several analyses; those that are done, or with somebody else, are left alone."""
    try:
        run_chunk(ids, stopping=is_asked_to_stop)
    finally:
        tidier.after(len(ids))


@shared_task(name="analysis.tasks.reconcile")
def reconcile() -> None:
    """One round of the reconciler, for those who run Celery beat."""
    reconciler.reconcile()


@worker_process_init.connect
def finish_what_was_begun(**_: object) -> None:
    """A stop meant for the worker reaches its child too, where supervisors signal whole groups.

    A child that dies of it leaves its parent waiting for the result for ever; one that does not ends a second later,
    when its picture is finished and the parent lets it go. That no further picture of a chunk is begun, it learns from
    its parent (analysis.shutdown).
    """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
