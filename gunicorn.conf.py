"""What gunicorn does besides serving; it reads this file by itself where it is started, in the project's folder."""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skinlesion.settings")


def on_starting(server) -> None:
    """Once, in the master, before the first worker: the workers count requests into files that all of them read."""
    from skinlesion.metrics.process_files import VARIABLE, share_counts

    if settings.METRICS:
        os.environ[VARIABLE] = str(share_counts(os.getpid()))


def child_exit(server, worker) -> None:
    """What a worker counted stays; what it only showed while it lived goes."""
    from prometheus_client.multiprocess import mark_process_dead

    if settings.METRICS:
        mark_process_dead(worker.pid)
