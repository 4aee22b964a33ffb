"""Keeps a claim alive while the networks work."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection

from analysis.claim import extend
from analysis.models import Analysis

logger = logging.getLogger(__name__)


@contextmanager
def keep_lease(*analyses: Analysis) -> Iterator[set[int]]:
    """Extend the leases of rows of one claim every HEARTBEAT_SECONDS while the block runs.

    Returns:
        The ids of the rows that turned out to be no longer ours, growing: their results must be dropped. The others
        are kept alive.
    """
    lost: set[int] = set()
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(analyses, lost, stop), name=f"lease-{analyses[0].pk}", daemon=True)
    thread.start()
    try:
        yield lost
    finally:
        stop.set()
        thread.join()


def _beat(analyses: tuple[Analysis, ...], lost: set[int], stop: threading.Event) -> None:
    try:
        while not stop.wait(settings.HEARTBEAT_SECONDS):
            try:
                lost |= extend(*analyses)
            except DatabaseError as error:
                # a database that restarts costs one beat; the lease is as long as three
                logger.warning("analysis %s: lease not extended: %s", analyses[0].pk, type(error).__name__)
                connection.close()
            analyses = tuple(row for row in analyses if row.pk not in lost)
            if not analyses:
                return
    finally:
        connection.close()  # the thread's own; nobody else would
