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
def keep_lease(analysis: Analysis) -> Iterator[threading.Event]:
    """Extend the lease every HEARTBEAT_SECONDS while the block runs.

    Returns:
        An event that is set once the row turned out to be no longer ours: its result must be dropped.
    """
    lost, stop = threading.Event(), threading.Event()
    thread = threading.Thread(target=_beat, args=(analysis, lost, stop), name=f"lease-{analysis.pk}", daemon=True)
    thread.start()
    try:
        yield lost
    finally:
        stop.set()
        thread.join()


def _beat(analysis: Analysis, lost: threading.Event, stop: threading.Event) -> None:
    try:
        while not stop.wait(settings.HEARTBEAT_SECONDS):
            try:
                if not extend(analysis):
                    lost.set()
                    return
            except DatabaseError as error:
                # a database that restarts costs one beat; the lease is as long as three
                logger.warning("analysis %s: lease not extended: %s", analysis.pk, type(error).__name__)
                connection.close()
    finally:
        connection.close()  # the thread's own; nobody else would
