"""Which batches still have something to do."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from analysis.models import Analysis, BatchRun
from analysis.models.analysis import LIVE_STATES

TO_BE_ASKED = Q(filled_at__isnull=True) | Q(retry_until__isnull=False)


def unfinished() -> QuerySet[BatchRun]:
    """Not cancelled, and with pictures to ask for or analyses under way; paused ones too. Oldest first."""
    live = Analysis.objects.filter(batch=OuterRef("pk"), state__in=LIVE_STATES)
    return BatchRun.objects.filter(cancelled_at__isnull=True).filter(TO_BE_ASKED | Q(Exists(live))).order_by("pk")
