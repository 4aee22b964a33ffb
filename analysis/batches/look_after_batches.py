"""Part of every round of the reconciler: batches get their next rows, and what was cancelled goes."""

import logging
import time

from analysis.batches.cancel_batch import drop_queued
from analysis.batches.fill_batch import fill_batch
from analysis.batches.unfinished import TO_BE_ASKED
from analysis.models import BatchRun

logger = logging.getLogger(__name__)

SECONDS = 3.0  # of one round: its heartbeat has to stay young, and interactive rows wait behind it


def look_after_batches(*, seconds: float = SECONDS) -> None:
    """Fill each batch that goes on, a piece in turn, until all have enough or the time is up."""
    drop_queued(BatchRun.objects.filter(cancelled_at__isnull=False))
    until = time.monotonic() + seconds
    going_on = BatchRun.objects.filter(TO_BE_ASKED, paused_at__isnull=True, cancelled_at__isnull=True)
    waiting = list(going_on.order_by("pk").values_list("pk", flat=True))
    while waiting and time.monotonic() < until:
        batch = waiting.pop(0)
        if fill_batch(batch):
            waiting.append(batch)
