"""How far a batch is: counted from its rows, never stored."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from analysis.models import Analysis, BatchRun

LATELY = timedelta(minutes=5)  # as far back as the rate looks


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
    """The progress of a batch that was read just now: two queries, on an index that holds all they need."""
    rows = Analysis.objects.filter(batch=batch).order_by()
    counts = dict(rows.values_list("state").annotate(total=Count("pk")))
    failed = failed_count(batch) if counts.get("failed") else 0
    begun = sum(counts.values()) - counts.get("failed", 0) + failed
    unasked = max(batch.image_count - begun, 0) if batch.filled_at is None else 0
    waiting, running = counts.get("queued", 0) + unasked, counts.get("running", 0)
    left_out = 0
    if batch.cancelled_at:
        waiting, left_out = 0, max(batch.image_count - begun, 0)
    state = _state(batch, waiting + running)
    per_minute = _per_minute(batch) if state == "running" else 0.0
    return Progress(
        state=state,
        total=batch.image_count if batch.cancelled_at else begun + unasked,
        waiting=waiting,
        running=running,
        done=counts.get("done", 0),
        rejected=counts.get("rejected", 0),
        failed=failed,
        left_out=left_out,
        per_minute=round(per_minute, 1),
        seconds_left=ceil((waiting + running) / per_minute * 60) if per_minute else None,
    )


def failed_count(batch: BatchRun) -> int:
    """How many pictures of the batch have failed and were not tried again."""
    newer = Analysis.objects.filter(batch=batch, image=OuterRef("image"), pk__gt=OuterRef("pk"))
    return Analysis.objects.filter(~Exists(newer), batch=batch, state=Analysis.State.FAILED).count()


def _state(batch: BatchRun, to_go: int) -> str:
    if batch.cancelled_at:
        return "cancelled"
    if not to_go and batch.filled_at and not batch.retry_until:
        return "finished"
    return "paused" if batch.paused_at else "running"


def _per_minute(batch: BatchRun) -> float:
    now = timezone.now()
    since = max(batch.asked_at, now - LATELY)
    # one state at a time: the index is sorted by the end inside each
    ended = sum(
        Analysis.objects.filter(batch=batch, state=state, finished_at__gte=since).count()
        for state in ("done", "rejected", "failed")
    )
    return ended / max((now - since).total_seconds(), 1) * 60
