"""Imports that nobody works on are offered to the workers again; part of every round of the reconciler."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Now

from cases.models import ImportRun
from cases.services.publish_import import publish_import

logger = logging.getLogger(__name__)


def resume_imports() -> int:
    """Send a message for each live import that has heard of none for two leases; any number of copies may run.

    Returns:
        How many were sent.
    """
    live = Q(checked_at__isnull=True) | Q(confirmed_at__isnull=False, finished_at__isnull=True)
    silent = ImportRun.objects.filter(
        live,
        Q(published_at__isnull=True) | Q(published_at__lt=Now() - timedelta(seconds=2 * settings.LEASE_SECONDS)),
        source_is_ours=True,
        read_at__isnull=False,
        cancelled_at__isnull=True,
    )
    sent = 0
    for run in silent:
        # the ticket decides which of several reconcilers sends
        if ImportRun.objects.filter(pk=run.pk, ticket=run.ticket).update(ticket=F("ticket") + 1, published_at=Now()):
            publish_import(run=run)
            logger.info("import %s: offered to the workers again", run.pk)
            sent += 1
    return sent
