"""The workers hear that an import waits. Only a hint: its rows are the truth, and the reconciler sends it again."""

import logging
from functools import partial

from celery import current_app
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from cases.models import ImportRun

logger = logging.getLogger(__name__)

WORK_ON_IMPORT = "cases.tasks.work_on_import"  # by name, so that nothing above the services is imported here
IMPORTS = "imports"


def publish_import(*, run: ImportRun) -> None:
    """Send a message when the surrounding transaction commits; it voids every older one, so that none pile up.

    Imports from a folder of the server belong to the command that started them: the workers may not see it.
    """
    if not run.source_is_ours:
        return
    ImportRun.objects.filter(pk=run.pk).update(ticket=F("ticket") + 1, published_at=Now())
    run.refresh_from_db(fields=["ticket", "published_at"])
    transaction.on_commit(partial(_send, run.pk, run.ticket))


def _send(run_id: int, ticket: int) -> None:
    try:
        current_app.send_task(WORK_ON_IMPORT, args=[run_id, ticket], queue=IMPORTS)
    except Exception as error:  # every broker's client has exceptions of its own
        logger.warning("import %s not published, left to the reconciler: %s", run_id, type(error).__name__)
