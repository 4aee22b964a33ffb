"""What came out of the last analyses, and how long their stages took: counted from a bounded piece of the table."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from analysis.models import Analysis

WINDOW_SECONDS = 300
ROWS = 5_000  # of a faster queue, the newest so many; they then span less time, and the answer says how much


@dataclass(frozen=True)
class RecentOutcomes:
    """Of the analyses that ended within the last `seconds`.

    `outcomes` counts them by (state, reason code, segmenter, classifier); `stages` has each stage's seconds, sorted.
    """

    seconds: float
    outcomes: Counter[tuple[str, str, str, str]]
    stages: dict[str, list[float]] = field(default_factory=dict)

    def percentile(self, stage: str, share: float) -> float:
        """Seconds within which that share (0 to 1) of the runs finished the stage."""
        seconds = self.stages[stage]
        return seconds[min(int(share * len(seconds)), len(seconds) - 1)]


def recent_outcomes() -> RecentOutcomes:
    """One query, of ROWS rows at most, newest first along the index on `finished_at`."""
    now = timezone.now()
    rows = list(
        Analysis.objects.filter(finished_at__gte=now - timedelta(seconds=WINDOW_SECONDS))
        .order_by("-finished_at")
        .values_list("finished_at", "state", "reason_code", "segmenter__version", "classifier__version", "seconds")[
            :ROWS
        ]
    )
    stages: dict[str, list[float]] = defaultdict(list)
    for *_, seconds in rows:
        for stage, took in seconds.items():
            stages[stage].append(took)
    whole = len(rows) < ROWS
    return RecentOutcomes(
        seconds=WINDOW_SECONDS if whole else max((now - rows[-1][0]).total_seconds(), 1.0),
        outcomes=Counter(tuple(row[1:5]) for row in rows),
        stages={stage: sorted(took) for stage, took in sorted(stages.items())},
    )
