"""Do the pictures, or the answers to them, change over time? Week by week, grouped in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Avg, Case, Count, F, FloatField, IntegerField, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from analysis.models import Analysis, ModelVersion
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
    """Weeks by the day the picture was received; five queries however many pictures there are."""
    today = today or timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    starts = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    edges = [_midnight(start) for start in (*starts, monday + timedelta(weeks=1))]
    received = pictures_of_version(user, classifier).filter(
        image__received_at__gte=edges[0], image__received_at__lt=edges[-1]
    )
    dated = received.annotate(week=_bin("image__received_at", edges))
    scored = dated.filter(prediction__isnull=False).annotate(value=F("prediction__malignant_probability"))
    found = [_distribution("malignant_probability", scored, TENTHS, ())]
    for name, (bins, limits) in MEASURED.items():
        measured = dated.annotate(value=Cast(KT(f"prediction__quality__{name}"), FloatField()))
        found.append(_distribution(name, measured.filter(value__isnull=False), bins, limits))
    return Drift(_weeks(dated, starts), found)


def _weeks(dated: QuerySet[Analysis], starts: Sequence[date]) -> list[Week]:
    counts: list[dict[str, int]] = [{} for _ in starts]
    for week, verdict, total in dated.values_list("week", "prediction__verdict").annotate(total=Count("pk")):
        counts[week][verdict or REFUSED] = total
    weeks = []
    for start, of_week in zip(starts, counts, strict=True):
        n, refused = sum(of_week.values()), of_week.get(REFUSED, 0)
        weeks.append(Week(start, n, share(refused, n), share(of_week.get("needs_a_person", 0), n - refused)))
    return weeks


def _distribution(name: str, dated: QuerySet[Analysis], edges: tuple, limits: tuple) -> Distribution:
    binned = dated.annotate(bin=_bin("value", edges)).values_list("week", "bin")
    counts = [[0] * (len(edges) - 1) for _ in range(WEEKS)]
    sums = [0.0] * WEEKS
    for week, place, total, mean in binned.annotate(total=Count("pk"), mean=Avg("value")):
        counts[week][place] = total
        sums[week] += total * mean
    means = [total / n if (n := sum(of_week)) >= FEWEST else None for total, of_week in zip(sums, counts, strict=True)]
    return Distribution(name, edges, limits, counts, means)


def _bin(name: str, edges: Sequence) -> Case:
    """The place among `edges`; the last bin takes what lies on its upper edge and above."""
    below = [When(**{f"{name}__lt": upper}, then=Value(place)) for place, upper in enumerate(edges[1:-1])]
    return Case(*below, default=Value(len(edges) - 2), output_field=IntegerField())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
