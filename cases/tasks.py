"""Envelopes: ids in, one call."""

from celery import shared_task

from cases.services import work_on_import as service
from cases.services.publish_import import WORK_ON_IMPORT


@shared_task(name=WORK_ON_IMPORT)
def work_on_import(run_id: int, ticket: int) -> None:
    """Work on an import for some seconds; delivered twice, the second finds its ticket void."""
    service.work_on_import(run_id=run_id, ticket=ticket)
