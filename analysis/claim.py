"""Who works on a row: the claim, its lease and its end. Every condition is asked on the database's own clock."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Now

from analysis.models import Analysis

MAX_ATTEMPTS = 5
RETRY_SECONDS = 5  # doubled by every attempt: 5, 10, 20, 40


def expired() -> Q:
    """Rows whose worker has been silent for longer than its lease."""
    return Q(state=Analysis.State.RUNNING, lease_until__lt=Now())


def due() -> Q:
    """Rows that wait for a worker, and may be started."""
    return Q(state=Analysis.State.QUEUED, due_at__lte=Now())


def claim(analysis_id: int) -> Analysis | None:
    """Make the row ours, if it is free. One UPDATE decides, however many workers ask at once.

    Returns:
        The row with our new `token`, the proof that goes with every later write; None when there is nothing to do.
    """
    token = uuid.uuid4()
    claimed = (
        Analysis.objects.filter(pk=analysis_id, attempts__lt=MAX_ATTEMPTS)
        .filter(due() | expired())
        .update(
            state=Analysis.State.RUNNING,
            attempts=F("attempts") + 1,
            token=token,
            lease_until=Now() + timedelta(seconds=settings.LEASE_SECONDS),
            started_at=Now(),
        )
    )
    if not claimed:
        return None
    rows = Analysis.objects.select_related("image__case__lesion__patient", "segmenter", "classifier")
    return rows.filter(pk=analysis_id, token=token).first()


def held(analysis: Analysis) -> Q:
    """The row, as long as it is still ours."""
    return Q(pk=analysis.pk, token=analysis.token, state=Analysis.State.RUNNING)


def extend(analysis: Analysis) -> bool:
    """Renew the lease; False when the row is no longer ours."""
    lease_until = Now() + timedelta(seconds=settings.LEASE_SECONDS)
    return Analysis.objects.filter(held(analysis)).update(lease_until=lease_until) == 1


def release(analysis: Analysis, *, after_seconds: float = 0, counted: bool = True) -> bool:
    """Put the row back into the queue.

    Args:
        analysis: the row as `claim` gave it.
        after_seconds: how long it waits.
        counted: whether the attempt counts; it does not where the whole site was in trouble.

    Returns:
        False when the row is no longer ours, or this was its last attempt that counts.
    """
    ours = Analysis.objects.filter(held(analysis))
    released = (ours.filter(attempts__lt=MAX_ATTEMPTS) if counted else ours).update(
        state=Analysis.State.QUEUED,
        attempts=F("attempts") - (0 if counted else 1),
        due_at=Now() + timedelta(seconds=after_seconds),
        published_at=None,  # the reconciler sends the next message
        token=None,
        lease_until=None,
    )
    return released == 1


def retry_delay_seconds(attempts: int) -> int:
    """How long to wait after the given number of attempts."""
    return RETRY_SECONDS * 2 ** (attempts - 1)
