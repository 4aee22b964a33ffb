"""Which queued rows wait for a person: those of a batch that is paused or cancelled."""

from django.db.models import Q

from analysis.models import BatchRun


def not_held() -> Q:
    """Analyses that no paused or cancelled batch holds back.

    Asked through a list of batches and not through a join: Django would move a join's whole condition into a subquery,
    where PostgreSQL does not look at a row again that somebody else has claimed meanwhile.
    """
    stopped = BatchRun.objects.filter(Q(paused_at__isnull=False) | Q(cancelled_at__isnull=False))
    return ~Q(batch__in=stopped.order_by().values("pk"))
