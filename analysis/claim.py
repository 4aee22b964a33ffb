"""Who works on a row: the claim, its lease and its end. Every condition is asked on the database's own clock."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Now

from analysis.batches.held import not_held
from analysis.models import Analysis

MAX_ATTEMPTS = 5
RETRY_SECONDS = 5  # doubled by every attempt: 5, 10, 20, 40
_WAITING = {
    "state": Analysis.State.QUEUED,
    "published_at": None,  # the reconciler sends the next message
    "token": None,
    "lease_until": None,
}


def expired() -> Q:
    """Rows whose worker has been silent for longer than its lease."""
    return Q(state=Analysis.State.RUNNING, lease_until__lt=Now())


def due() -> Q:
    """Rows that wait for a worker, and may be started."""
    return Q(state=Analysis.State.QUEUED, due_at__lte=Now()) & not_held()


def claim(analysis_id: int) -> Analysis | None:
    """Make the row ours, if it is free. One UPDATE decides, however many workers ask at once.

    Returns:
        The row with our new `token`, the proof that goes with every later write; None when there is nothing to do.
    """
    rows = _claim([analysis_id], Q())
    return rows[0] if rows else None


def claim_many(ids: Sequence[int]) -> list[Analysis]:
    """Make ours what is free of several rows, with one UPDATE and one new token for all of them.

    A row that was begun before is left out of company: it may be the one that killed its worker, and would take
    another try from each of its neighbours. The reconciler sends such rows alone.

    Returns:
        The rows, those for the same networks beside each other.
    """
    return _claim(ids, Q(attempts=0) if len(ids) > 1 else Q())


def _claim(ids: Sequence[int], condition: Q) -> list[Analysis]:
    token = uuid.uuid4()
    claimed = (
        Analysis.objects.filter(condition, pk__in=ids, attempts__lt=MAX_ATTEMPTS)
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
        return []
    rows = Analysis.objects.select_related("image__case__lesion__patient", "segmenter", "classifier")
    return list(rows.filter(pk__in=ids, token=token).order_by("segmenter", "classifier", "pk"))


def held(*analyses: Analysis) -> Q:
    """The rows, as long as they are still ours."""
    pks, tokens = [row.pk for row in analyses], {row.token for row in analyses}
    return Q(pk__in=pks, token__in=tokens, state=Analysis.State.RUNNING)


def extend(*analyses: Analysis) -> set[int]:
    """Renew the leases, with one UPDATE; the ids of those that are no longer ours."""
    rows = Analysis.objects.filter(held(*analyses))
    if rows.update(lease_until=Now() + timedelta(seconds=settings.LEASE_SECONDS)) == len(analyses):
        return set()
    return {row.pk for row in analyses} - set(rows.values_list("pk", flat=True))


def hand_back(*analyses: Analysis) -> int:
    """Put rows that nobody has looked at yet back into the queue, as if they had not been claimed; how many."""
    return Analysis.objects.filter(held(*analyses)).update(attempts=F("attempts") - 1, due_at=Now(), **_WAITING)


def release(analysis: Analysis, *, after_seconds: float = 0) -> bool:
    """Put the row back into the queue; the attempt stays counted.

    Returns:
        False when the row is no longer ours, or this was its last attempt.
    """
    released = Analysis.objects.filter(held(analysis), attempts__lt=MAX_ATTEMPTS).update(
        due_at=Now() + timedelta(seconds=after_seconds), **_WAITING
    )
    return released == 1


def retry_delay_seconds(attempts: int) -> int:
    """How long to wait after the given number of attempts."""
    return RETRY_SECONDS * 2 ** (attempts - 1)
