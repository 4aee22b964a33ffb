"""Do the pictures, or the answers to them, change over time? Week by week."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from django.utils import timezone

from analysis.models import ModelVersion
from cases.selectors.performance.share import Share, share
from cases.selectors.performance.version_pictures import REFUSED, pictures_of_version
from ml.quality import BRIGHTEST, DARKEST, LEAST_CONTRAST, LEAST_SHARPNESS
from ml.subgroups import FEWEST

WEEKS = 26
TENTHS = tuple(place / 10 for place in range(11))
GREYS = tuple(range(0, 257, 32))
# from where a picture is refused on, each step half as much again: sharpness has no upper end
SHARPNESSES = (0, *(round(LEAST_SHARPNESS * 1.5**step) for step in range(7)), None)
# name -> bins, and the limits beyond which a picture is refused
MEASURED: dict[str, tuple[tuple, tuple[float, ...]]] = {
    "brightness": (GREYS, (DARKEST, BRIGHTEST)),
    "contrast": (GREYS, (LEAST_CONTRAST,)),
    "sharpness": (SHARPNESSES, (LEAST_SHARPNESS,)),
}


@dataclass(frozen=True)
class Week:
    """A week from Monday on: pictures received, how many of them were refused, or left to a person."""

    start: date
    n: int
    refused: Share
    needs_a_person: Share


@dataclass(frozen=True)
class Distribution:
    """How a value lies in each week: `counts[week][bin]`, bin i from `edges[i]` to below `edges[i + 1]` (None: no end);
    `means[week]` is None below 20 pictures."""

    name: str
    edges: tuple
    limits: tuple[float, ...]
    counts: list[list[int]]
    means: list[float | None]

    @property
    def totals(self) -> list[int]:
        """Pictures a week that have the value."""
        return [sum(week) for week in self.counts]


@dataclass(frozen=True)
class Drift:
    """The last 26 weeks, the running one last."""

    weeks: list[Week]
    distributions: list[Distribution]


def drift(user, classifier: ModelVersion, *, today: date | None = None) -> Drift:
    """Weeks by the day the picture was received; one query.

    Counted here and not in the database: for 30,000 pictures grouping in SQLite took 1.6 s of a processor, fetching
    the rows and counting them 0.3 s.
    """
    today = today or timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    starts = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    edges = [_midnight(start) for start in (*starts, monday + timedelta(weeks=1))]
    rows = pictures_of_version(user, classifier).filter(
        image__received_at__gte=edges[0], image__received_at__lt=edges[-1]
    )
    fetched = list(
        rows.select_related(None).values_list(
            "image__received_at", "prediction__verdict", "prediction__malignant_probability", "prediction__quality"
        )
    )
    moments = np.array([row[0].timestamp() for row in fetched])
    weeks = np.searchsorted([edge.timestamp() for edge in edges], moments, side="right") - 1
    values = {"malignant_probability": np.array([row[2] for row in fetched], float)}  # None becomes NaN
    for name in MEASURED:
        values[name] = np.array([(row[3] or {}).get(name) for row in fetched], float)
    measured = {"malignant_probability": (TENTHS, ()), **MEASURED}
    return Drift(
        _weeks(starts, Counter(zip(weeks.tolist(), (row[1] or REFUSED for row in fetched), strict=True))),
        [_distribution(name, weeks, values[name], *bins) for name, bins in measured.items()],
    )


def _weeks(starts: Sequence[date], counts: Counter) -> list[Week]:
    weeks = []
    for place, start in enumerate(starts):
        refused, unsure = counts[place, REFUSED], counts[place, "needs_a_person"]
        results = unsure + counts[place, "suspicious"] + counts[place, "likely_benign"]
        weeks.append(Week(start, results + refused, share(refused, results + refused), share(unsure, results)))
    return weeks


def _distribution(name: str, weeks: np.ndarray, values: np.ndarray, edges: tuple, limits: tuple) -> Distribution:
    """The counts of each week; the last bin takes what lies on its upper edge and above, NaN counts nowhere."""
    known = ~np.isnan(values)
    bins = len(edges) - 1
    places = np.searchsorted(edges[1:-1], values[known], side="right")
    counts = np.bincount(weeks[known] * bins + places, minlength=WEEKS * bins).reshape(WEEKS, bins)
    sums = np.bincount(weeks[known], values[known], minlength=WEEKS)
    means = [
        float(total / n) if n >= FEWEST else None for total, n in zip(sums, counts.sum(axis=1).tolist(), strict=True)
    ]
    return Distribution(name, edges, limits, counts.tolist(), means)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
