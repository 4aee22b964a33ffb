"""Tells the workers that a row waits. Only a hint: whatever goes wrong here, the reconciler sends it again."""

import logging

from celery import current_app
from django.db.models.functions import Now

from analysis.models import Analysis

logger = logging.getLogger(__name__)

ANALYSE = "analysis.tasks.analyse"  # by name, so that nothing above the queue is imported here
INTERACTIVE = "interactive"
BATCH = "batch"


def publish(analysis_id: int, *, queue: str) -> bool:
    """Send the row's id to a queue.

    Returns:
        False when the broker could not be reached; that is logged and nobody is bothered with it.
    """
    try:
        current_app.send_task(ANALYSE, args=[analysis_id], queue=queue)
    except Exception as error:  # every broker's client has exceptions of its own, and none may reach an upload
        logger.warning("analysis %s not published: %s: %s", analysis_id, type(error).__name__, error)
        return False
    Analysis.objects.filter(pk=analysis_id, state=Analysis.State.QUEUED).update(published_at=Now())
    return True
