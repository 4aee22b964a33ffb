"""The table is the outbox: sends what no message speaks of any more, and ends what nobody can finish."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from accounts.request_id import continue_request
from analysis.claim import MAX_ATTEMPTS, due, expired
from analysis.models import Analysis
from analysis.models.analysis import LIVE_STATES, SOMEBODY_WAITS
from analysis.publish import BATCH, INTERACTIVE, BrokerAway, queue_length, send
from analysis.record import record_abandoned
from analysis.turns import whose_turn
from analysis.worker_beat import beat, forget_long_dead

logger = logging.getLogger(__name__)

ROUND = 500  # messages of each sort at most, so that a round stays short and the heartbeat young
TICK = timedelta(milliseconds=1)  # of SQLite's clock
WORKER_LOST = "The machine that worked on this picture stopped five times. Please tell the operator, then try again."


# what others want looked after in every round; the record's imports sign in here, because nothing above is imported
ALSO: list[Callable[[], object]] = []


@dataclass(frozen=True)
class Counts:
    """What one round did. `away`: the broker could not be reached."""

    published: int = 0
    republished: int = 0
    failed: int = 0
    away: bool = False


def reconcile() -> Counts:
    """One round. Any number of copies may run at once: every row is taken by a conditional UPDATE.

    Returns:
        How many waiting rows were published (first or again), expired ones republished, and lost ones failed.
    """
    beat("reconciler")
    forget_long_dead()
    for look_after in ALSO:
        _look(look_after)
    failed = _fail_lost()
    published = republished = 0
    of_chunks = settings.BATCH_CHUNK
    for queue, of_queue, size in ((INTERACTIVE, SOMEBODY_WAITS, 1), (BATCH, ~SOMEBODY_WAITS, of_chunks)):
        rows = Analysis.objects.filter(of_queue)
        try:
            republished += _send(_silent(rows), queue, size)
            published += _send(whose_turn(rows) if queue == INTERACTIVE else _unsent(rows), queue, size)
            published += _send(_unheard(rows, queue, size), queue, size)
        except BrokerAway as error:
            logger.warning("broker away, %s analyses wait for it: %s", rows.filter(due() | expired()).count(), error)
            return Counts(published, republished, failed, away=True)
    return Counts(published, republished, failed)


def _look(look_after: Callable[[], object]) -> None:
    try:
        look_after()
    except DatabaseError:
        raise
    except Exception:
        # one broken batch or import is no reason to leave everybody's pictures lying
        logger.exception("reconciler: %s failed", getattr(look_after, "__name__", look_after))


def _fail_lost() -> int:
    rows = Analysis.objects.filter(expired(), attempts__gte=MAX_ATTEMPTS)
    failed = 0
    for analysis in rows.select_related("image__case__lesion__patient", "segmenter", "classifier")[:ROUND]:
        with continue_request(analysis.request_id):
            if record_abandoned(analysis=analysis, code="worker_lost_five_times", message=WORKER_LOST):
                logger.error("analysis %s: failed, its worker was lost five times", analysis.pk)
                failed += 1
    return failed


def _silent(rows: QuerySet[Analysis]) -> QuerySet[Analysis]:
    """Running, but nobody has been heard of since the lease ended, and nothing was sent since."""
    sent_before = Q(published_at__isnull=True) | Q(published_at__lt=F("lease_until")) | _long_ago()
    return rows.filter(expired(), sent_before, attempts__lt=MAX_ATTEMPTS).order_by("lease_until")


def _unsent(rows: QuerySet[Analysis]) -> QuerySet[Analysis]:
    """Waiting, and no message was ever sent for this attempt."""
    return rows.filter(due(), published_at__isnull=True).order_by("due_at")


def _unheard(rows: QuerySet[Analysis], queue: str, size: int) -> QuerySet[Analysis]:
    """Waiting although a message was sent long ago, as many as the queue's messages cannot speak of.

    A long queue is no lost queue: sending every waiting row again and again would only make it longer. Each message is
    taken for a full chunk; what that hides is sent when the queue has become short.
    """
    sent = rows.filter(due(), published_at__isnull=False)
    unheard = sent.filter(_long_ago()).order_by("published_at")
    if not unheard.exists():
        return unheard
    missing = sent.count() - size * queue_length(queue)
    return unheard[: max(missing, 0)]


def _long_ago() -> Q:
    return Q(published_at__lt=Now() - timedelta(seconds=settings.LEASE_SECONDS / 2))


def _send(rows: QuerySet[Analysis], queue: str, size: int) -> int:
    sent = 0
    # rows that were begun before go alone, so there may be more messages than chunks
    for piece in islice(_pieces(rows, size), ROUND):
        ids = _stamp(piece)
        if not ids:
            continue
        try:
            send(*ids, queue=queue)
        except BrokerAway:
            Analysis.objects.filter(pk__in=ids, state__in=LIVE_STATES).update(published_at=None)
            raise
        sent += len(ids)
    return sent


def _pieces(rows: QuerySet[Analysis], size: int) -> Iterator[dict[int, datetime | None]]:
    """What one message is to speak of: ids, and when each was last sent.

    A row that was begun before goes alone, because it may be the one that killed its worker. A chunk is for the same
    networks, because a worker has those of one pair of versions in memory.
    """
    fresh: dict[tuple[int, int], dict[int, datetime | None]] = {}
    columns = ("pk", "published_at", "attempts", "segmenter", "classifier")
    for pk, published_at, attempts, *versions in rows.values_list(*columns)[: ROUND * size]:
        if attempts:
            yield {pk: published_at}
            continue
        piece = fresh.setdefault(tuple(versions), {})
        piece[pk] = published_at
        if len(piece) == size:
            yield fresh.pop(tuple(versions))
    yield from fresh.values()


def _stamp(piece: dict[int, datetime | None]) -> list[int]:
    """Make the sending of these rows ours, as far as no other reconciler has sent them meanwhile."""
    # "not later" instead of "equal", because SQLite compares times as text: its own clock writes 20.000 where Python
    # gives back 20, and 20.327 for 20.327000
    unchanged = Q(published_at__isnull=True)
    if stamps := [stamp for stamp in piece.values() if stamp]:
        unchanged |= Q(published_at__lte=max(stamps) + TICK)
    with transaction.atomic():
        rows = Analysis.objects.filter(unchanged, pk__in=piece, state__in=LIVE_STATES)
        ids = list(rows.select_for_update(skip_locked=True, no_key=True).order_by("pk").values_list("pk", flat=True))
        Analysis.objects.filter(pk__in=ids).update(published_at=Now())
    return ids
