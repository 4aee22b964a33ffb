"""How long each queue is, for programs that start and stop workers. Counted from the rows, whatever the broker says."""

from dataclasses import asdict, dataclass

from django.db.models import Count
from django.utils import timezone

from analysis.claim import due, expired
from analysis.models import Analysis
from analysis.models.analysis import SOMEBODY_WAITS
from analysis.publish import BATCH, INTERACTIVE

# a count reads an index entry per row; beyond this, more rows start no more workers
COUNTED_TO = 100_000
OF_QUEUE = {INTERACTIVE: SOMEBODY_WAITS, BATCH: ~SOMEBODY_WAITS}


@dataclass(frozen=True)
class QueueDepth:
    """One queue.

    `waiting`: rows that may be started now, counted to COUNTED_TO; those of a lost worker are among them.
    `oldest_seconds`: how long the first of them has been due, 0 when none waits.
    `running`: rows whose worker has been heard of within its lease.
    """

    queue: str
    waiting: int
    oldest_seconds: float
    running: int

    def as_dict(self) -> dict[str, str | int | float]:
        """For JSON."""
        return asdict(self)


def queue_depths() -> list[QueueDepth]:
    """Both queues, the interactive one first; six queries, each inside one partial index."""
    working = Analysis.objects.filter(state=Analysis.State.RUNNING).order_by()
    # of both queues at once: asked for one of them, SQLite would look through all finished rows of that queue too
    running = working.aggregate(**{queue: Count("pk", filter=of_queue) for queue, of_queue in OF_QUEUE.items()})
    lost = working.filter(expired()).aggregate(**{queue: Count("pk", filter=q) for queue, q in OF_QUEUE.items()})
    return [_depth(queue, running[queue] - lost[queue], lost[queue]) for queue in OF_QUEUE]


def _depth(queue: str, running: int, lost: int) -> QueueDepth:
    rows = Analysis.objects.filter(due(), OF_QUEUE[queue]).order_by()
    oldest = rows.order_by("due_at").values_list("due_at", flat=True).first()
    return QueueDepth(
        queue=queue,
        waiting=min(rows.values("pk")[:COUNTED_TO].count() + lost, COUNTED_TO),
        oldest_seconds=round(max((timezone.now() - oldest).total_seconds(), 0.0), 1) if oldest else 0.0,
        running=running,
    )
