"""The Celery application: `celery -A skinlesion worker` starts here."""

import os

from celery import Celery
from celery.signals import (
    beat_init,
    setup_logging,
    task_postrun,
    task_prerun,
    worker_init,
    worker_ready,
    worker_shutdown,
)
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skinlesion.settings")
app = Celery("skinlesion")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["analysis", "cases"])


@worker_init.connect
@beat_init.connect
def _refuse_careless_start(**kwargs) -> None:
    """A worker is started without Django's checks."""
    from skinlesion.checks import refuse_careless_start

    refuse_careless_start()


@worker_init.connect
def _refuse_unusable_versions(**kwargs) -> None:
    """A worker whose networks were changed would end every analysis in an error."""
    from skinlesion.checks import refuse_unusable_versions

    refuse_unusable_versions()


@setup_logging.connect
def keep_djangos_logging(**_: object) -> None:
    """Being connected is enough: Celery leaves LOGGING alone, and a worker's lines carry the request id too."""


@task_prerun.connect
@task_postrun.connect
def _keep_good_connections(task, **kwargs) -> None:
    """As the web server does around a request: a connection that broke or is too old is closed, others are kept.

    A new one costs the worker and PostgreSQL several milliseconds, before every chunk.
    """
    if not task.request.is_eager:
        close_old_connections()


_beats = []


@worker_ready.connect
def _begin_to_beat(sender, **kwargs) -> None:
    """In the worker's parent, behind its forks: a thread before them would be missing in every child."""
    from analysis.worker_beat import WorkerBeat

    _beats.append(WorkerBeat(sender.hostname, sender.app.amqp.queues.consume_from))
    _beats[-1].start()


@worker_shutdown.connect
def _end_to_beat(**kwargs) -> None:
    """Its pictures are finished or given back by now."""
    while _beats:
        _beats.pop().stop()
