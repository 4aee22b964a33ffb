"""How the queue stands: what waits, for how long, and whether anybody works on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from analysis.batches.held import not_held
from analysis.models import Analysis, Heartbeat
from analysis.models.analysis import SOMEBODY_WAITS

RECENT = 20  # finished analyses that say how long one takes
USUAL_SECONDS = 3.0  # where none has finished yet


@dataclass(frozen=True)
class QueueState:
    """Of the asking clinic: `waiting` and `running` for somebody who looks on, `in_batches` in batches that go on,
    for a first result.

    `seconds` is when the last of them is likely to be finished, None when nobody works on them (`answered` False) or
    there is nothing to wait for.
    """

    waiting: int
    running: int
    in_batches: int
    seconds: int | None
    answered: bool


def queue_state(visible: QuerySet[Analysis]) -> QueueState:
    """The state of the queue for who may see `visible` analyses; six short queries, none over all finished rows.

    The estimate is the median time of the last analyses, times the ones ahead, shared by as many as are worked on now.
    Other clinics' pictures stand in the same queue: they count for the time and for nothing that is shown.

    Nobody answers when something waits, nothing is being worked on (no lease is valid), and either the reconciler,
    which would publish it, is silent, or it has been due for longer than a lease.
    """
    now = timezone.now()
    alone, held = SOMEBODY_WAITS, Q(lease_until__gte=now)
    # one state at a time: each has its own small index
    queued, working = (Analysis.objects.filter(state=state).order_by() for state in ("queued", "running"))
    ahead = queued.filter(alone).aggregate(total=Count("pk"), due_since=Min("due_at"))
    hands = working.aggregate(busy=Count("pk", filter=held), left=Count("pk", filter=alone & ~held))
    seen = visible.order_by()
    ours = seen.filter(pk__in=queued.values("pk")).aggregate(
        waiting=Count("pk", filter=alone), in_batches=Count("pk", filter=~alone & not_held())
    )
    ours |= seen.filter(pk__in=working.values("pk")).aggregate(
        running=Count("pk", filter=alone & held), left=Count("pk", filter=alone & ~held)
    )
    waiting, in_work = ours["waiting"] + ours["left"], ours["running"]
    answered = bool(hands["busy"]) or not waiting or _somebody_listens(ahead["due_since"], now)
    seconds = None
    if answered and waiting + in_work:
        rounds = ceil((ahead["total"] + hands["left"]) / max(hands["busy"], 1)) + bool(hands["busy"])
        seconds = max(1, round(_usual_seconds() * rounds))
    return QueueState(waiting, in_work, ours["in_batches"], seconds, answered)


def reconciler_answers(now: datetime) -> bool:
    """Whether the reconciler has been heard of lately; the same measure as /readyz."""
    silent_for = timedelta(seconds=max(30, 6 * settings.RECONCILE_SECONDS))
    return Heartbeat.objects.filter(process="reconciler", beat_at__gte=now - silent_for).exists()


def _somebody_listens(due_since: datetime | None, now: datetime) -> bool:
    too_long = timedelta(seconds=settings.LEASE_SECONDS)
    return reconciler_answers(now) and (due_since is None or now - due_since <= too_long)


def _usual_seconds() -> float:
    """How long one analysis took lately, from its start to its end, whatever came out."""
    ended = Analysis.objects.filter(started_at__isnull=False, finished_at__isnull=False).exclude(state="failed")
    spans = [
        (finished - started).total_seconds()
        for started, finished in ended.order_by("-pk").values_list("started_at", "finished_at")[:RECENT]
    ]
    return max(median(spans), 0.1) if spans else USUAL_SECONDS
