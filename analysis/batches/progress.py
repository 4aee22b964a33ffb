"""How far a batch is: counted from its rows, never stored."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from analysis.models import Analysis, BatchRun

LATELY = timedelta(minutes=5)  # as far back as the rate looks
ENDED = ("done", "rejected", "failed")
STATES = ("running", "paused", "cancelled", "finished")


@dataclass(frozen=True)
class Progress:
    """`state` is "running", "paused", "cancelled" or "finished". Of `total` pictures, `waiting` are to be begun (those
    that no row asks for yet too), `running` are at a worker, and `done`, `rejected` and `failed` have ended;
    `left_out` were never begun, because the batch was cancelled.

    `per_minute` is how many ended lately, `seconds_left` what that makes of the rest: None while nothing ends.
    """

    state: str
    total: int
    waiting: int
    running: int
    done: int
    rejected: int
    failed: int
    left_out: int
    per_minute: float
    seconds_left: int | None

    @property
    def ended(self) -> int:
        """How many have an outcome."""
        return self.done + self.rejected + self.failed


def progress(batch: BatchRun) -> Progress:
    """The progress of a batch that was read just now."""
    return progress_of([batch])[batch.pk]


def progress_of(batches: Iterable[BatchRun]) -> dict[int, Progress]:
    """The same of several, by id: three queries for all of them, on an index that holds what they count."""
    batches = list(batches)
    rows = Analysis.objects.filter(batch__in=[batch.pk for batch in batches]).order_by()
    states: dict[int, dict[str, int]] = defaultdict(dict)
    for batch, state, total in rows.values_list("batch", "state").annotate(total=Count("pk")):
        states[batch][state] = total
    failed = _by_batch(_standing(rows.filter(state=Analysis.State.FAILED)))
    lately = _by_batch(rows.filter(state__in=ENDED, finished_at__gte=timezone.now() - LATELY))
    return {
        batch.pk: _progress(batch, states[batch.pk], failed.get(batch.pk, 0), lately.get(batch.pk, 0))
        for batch in batches
    }


def failed_count(batch: BatchRun) -> int:
    """How many pictures of the batch have failed and were not tried again."""
    return _standing(Analysis.objects.filter(batch=batch, state=Analysis.State.FAILED)).count()


def _standing(failed: QuerySet[Analysis]) -> QuerySet[Analysis]:
    newer = Analysis.objects.filter(batch=OuterRef("batch"), image=OuterRef("image"), pk__gt=OuterRef("pk"))
    return failed.filter(~Exists(newer))


def _by_batch(rows: QuerySet[Analysis]) -> dict[int, int]:
    return dict(rows.values_list("batch").annotate(total=Count("pk")))


def _progress(batch: BatchRun, counts: dict[str, int], failed: int, lately: int) -> Progress:
    begun = sum(counts.values()) - counts.get("failed", 0) + failed
    unasked = max(batch.image_count - begun, 0)
    waiting, running, left_out = counts.get("queued", 0), counts.get("running", 0), 0
    if batch.cancelled_at:
        waiting, left_out = 0, unasked
    elif batch.filled_at is None:
        waiting += unasked
    state = _state(batch, waiting + running)
    per_minute = lately / _minutes(batch) if state == "running" else 0.0
    return Progress(
        state=state,
        total=waiting + running + left_out + sum(counts.get(name, 0) for name in ("done", "rejected")) + failed,
        waiting=waiting,
        running=running,
        done=counts.get("done", 0),
        rejected=counts.get("rejected", 0),
        failed=failed,
        left_out=left_out,
        per_minute=round(per_minute, 1),
        seconds_left=ceil((waiting + running) / per_minute * 60) if per_minute else None,
    )


def _minutes(batch: BatchRun) -> float:
    """How long the rate looks back, for a batch that may have begun only now."""
    return max(min(timezone.now() - batch.asked_at, LATELY).total_seconds(), 1) / 60


def _state(batch: BatchRun, to_go: int) -> str:
    if batch.cancelled_at:
        return "cancelled"
    if not to_go and batch.filled_at and not batch.retry_until:
        return "finished"
    return "paused" if batch.paused_at else "running"
