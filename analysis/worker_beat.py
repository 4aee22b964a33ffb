"""Each worker says that it lives, and for which queues: in a row of its own, from a thread of its parent process."""

import logging
import threading
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from analysis.models import Heartbeat

logger = logging.getLogger(__name__)

LONG_DEAD = timedelta(hours=1)
NAME_LENGTH = Heartbeat._meta.get_field("process").max_length


class WorkerBeat:
    """The beat of one worker, from `start` to `stop`."""

    def __init__(self, name: str, queues: Iterable[str]):
        self.name = name[:NAME_LENGTH]
        self.queues = ",".join(sorted(queues))[: Heartbeat._meta.get_field("queues").max_length]
        self._stop = threading.Event()
        # a thread, because the parent's own loop must go on handing out messages while the database is slow
        self._thread = threading.Thread(target=self._beat_until_stopped, name="worker-beat", daemon=True)

    def start(self) -> None:
        """Beat now, and every HEARTBEAT_SECONDS."""
        self._thread.start()

    def stop(self) -> None:
        """Say good-bye: who was stopped on purpose is not missing."""
        self._stop.set()
        self._thread.join(timeout=5)

    def _beat_until_stopped(self) -> None:
        while True:
            self._write(lambda: beat(self.name, queues=self.queues))
            if self._stop.wait(settings.HEARTBEAT_SECONDS):
                break
        self._write(lambda: Heartbeat.objects.filter(process=self.name).delete())

    def _write(self, row) -> None:
        try:
            row()
        except DatabaseError as error:
            logger.warning("heartbeat of %s not written: %s", self.name, type(error).__name__)
        finally:
            # not kept open: the parent forks a new child whenever one was lost, and that one must inherit no connection
            connection.close()


def beat(process: str, *, queues: str = "") -> None:
    """Write that a process is alive now, on the database's clock."""
    if not Heartbeat.objects.filter(process=process).update(beat_at=Now(), queues=queues):
        Heartbeat.objects.bulk_create([Heartbeat(process=process, beat_at=Now(), queues=queues)], ignore_conflicts=True)


def worker_silence() -> timedelta:
    """A worker that has not been heard of for longer is taken for dead: three beats, like a lease."""
    return timedelta(seconds=max(30, 3 * settings.HEARTBEAT_SECONDS))


def workers() -> QuerySet[Heartbeat]:
    """Every worker that is known, alive or not."""
    return Heartbeat.objects.exclude(queues="")


def listening(queue: str) -> list[Heartbeat]:
    """The live workers that take their work from this queue."""
    alive = workers().filter(beat_at__gte=timezone.now() - worker_silence())
    return [worker for worker in alive if queue in worker.queues.split(",")]


def forget_long_dead() -> int:
    """Remove workers that were killed and never came back under their name; how many."""
    return workers().filter(beat_at__lt=Now() - LONG_DEAD).delete()[0]
