"""manage.py reconcile [--forever]: the process that loses nothing."""

import logging
import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection

from analysis.reconcile import reconcile

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Any number of copies may run, on any number of machines."""

    help = "Sends waiting analyses to the workers again where a message was lost, and ends those nobody can finish."

    def add_arguments(self, parser) -> None:
        """--forever: a round every SKINLESION_RECONCILE_SECONDS until told to stop."""
        parser.add_argument("--forever", action="store_true", help="a round every few seconds, until stopped")

    def handle(self, *args, **options) -> None:
        """One round, or rounds until SIGTERM or SIGINT."""
        if not options["forever"]:
            self._say(reconcile())
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        logger.info("reconciler: a round every %s s", settings.RECONCILE_SECONDS)
        while not stop.is_set():
            self._round()
            stop.wait(settings.RECONCILE_SECONDS)
        logger.info("reconciler: stopped")

    def _round(self) -> None:
        close_old_connections()
        try:
            self._say(reconcile())
        except DatabaseError as error:
            # a database that restarts is no reason to end; the next round connects anew
            logger.warning("database away: %s", type(error).__name__)
            connection.close()

    def _say(self, counts) -> None:
        if counts.published or counts.republished or counts.failed:
            logger.info(
                "reconciler: %s published, %s republished, %s failed",
                counts.published,
                counts.republished,
                counts.failed,
            )
