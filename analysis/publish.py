"""Tells the workers that a row waits. Only a hint: whatever goes wrong here, the reconciler sends it again."""

import logging

from celery import current_app
from django.db.models.functions import Now

from analysis.models import Analysis

logger = logging.getLogger(__name__)

ANALYSE = "analysis.tasks.analyse"  # by name, so that nothing above the queue is imported here
ANALYSE_CHUNK = "analysis.tasks.analyse_chunk"
INTERACTIVE = "interactive"
BATCH = "batch"


class BrokerAway(Exception):
    """A message could not be sent, nor the queue be looked at. The row is safe; trying again later is enough."""


def send(*ids: int, queue: str) -> None:
    """Send one message to a queue: a row's id, or those of a chunk.

    Raises:
        BrokerAway: with one line that says why.
    """
    task, argument = (ANALYSE, ids[0]) if len(ids) == 1 else (ANALYSE_CHUNK, ids)
    try:
        current_app.send_task(task, args=[argument], queue=queue)
    except Exception as error:  # every broker's client has exceptions of its own
        raise BrokerAway(f"{type(error).__name__}: {error}") from error


def queue_length(queue: str) -> int:
    """How many messages wait in a queue.

    Raises:
        BrokerAway: with one line that says why.
    """
    try:
        with current_app.connection_or_acquire() as connection:
            return current_app.amqp.queues[queue].bind(connection.default_channel).queue_declare().message_count
    except Exception as error:  # as above
        raise BrokerAway(f"{type(error).__name__}: {error}") from error


def publish(analysis_id: int, *, queue: str) -> bool:
    """Tell the workers of a row that has just been committed.

    Returns:
        False when the broker could not be reached; that is logged, and nobody is bothered with it.
    """
    try:
        send(analysis_id, queue=queue)
    except BrokerAway as error:
        logger.warning("analysis %s not published, left to the reconciler: %s", analysis_id, error)
        return False
    Analysis.objects.filter(pk=analysis_id, state=Analysis.State.QUEUED).update(published_at=Now())
    return True
