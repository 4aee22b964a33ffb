"""The weekly charts as places in a drawing: columns of shaded cells with the mean over them, or bars."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format

from cases.selectors.performance.drift import Distribution, Drift, Week
from cases.selectors.performance.share import Share

LEFT, TOP, COLUMN, ROW, BARS_HIGH = 46, 8, 20, 15, 90
TITLES = {
    "malignant_probability": ("Malignant probability", ""),
    "brightness": ("Brightness", "0 to 255, the upper quartile of the light"),
    "contrast": ("Contrast", "0 to 255, from the darkest to the brightest 2% of the light"),
    "sharpness": ("Sharpness", "grey levels at the strongest edges"),
}


@dataclass(frozen=True)
class Box:
    """A rectangle with what it says when pointed at; `shade` 0..10."""

    x: float
    y: float
    width: float
    height: float
    shade: int
    words: str


@dataclass(frozen=True)
class Mark:
    """Words at a place."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Chart:
    """One drawing: `kind` heat or bars, its boxes, the mean as pieces of a line, limits as heights, words at axes."""

    title: str
    note: str
    kind: str
    width: int
    height: int
    bottom: float
    right: float
    boxes: list[Box]
    lines: list[str]
    dots: list[Mark]
    limits: list[float]
    marks: list[Mark]
    weeks: list[Mark]
    counts: list[Mark]
    n: int

    @property
    def high(self) -> float:
        """From the top of the columns to their bottom."""
        return self.bottom - TOP


@dataclass(frozen=True)
class WeekRow:
    """A week in numbers; `means` in the order of the distributions."""

    start: date
    n: int
    refused: Share
    needs_a_person: Share
    means: list[str]


def week_rows(drift: Drift) -> list[WeekRow]:
    """The weeks as a table, the newest first."""
    rows = [
        WeekRow(
            week.start,
            week.n,
            week.refused,
            week.needs_a_person,
            [
                "too few" if each.means[place] is None else _value(each, each.means[place])
                for each in drift.distributions
            ],
        )
        for place, week in enumerate(drift.weeks)
    ]
    return rows[::-1]


def present_drift(drift: Drift) -> list[Chart]:
    """Scores, refusals, what needs a person, then what the pictures measure."""
    scores, *qualities = (_heat(each, drift.weeks) for each in drift.distributions)
    refused = _bars("Refused", "of all pictures of the week", drift.weeks, lambda week: week.refused)
    unsure = _bars("Needs a person", "of the results of the week", drift.weeks, lambda week: week.needs_a_person)
    return [scores, refused, unsure, *qualities]


def _heat(found: Distribution, weeks: list[Week]) -> Chart:
    title, note = TITLES[found.name]
    bins = len(found.edges) - 1
    bottom = TOP + bins * ROW
    heights = [None if mean is None else bottom - ROW * _place(mean, found.edges) for mean in found.means]
    marks = [Mark(LEFT - 6, bottom - place * ROW + 3, _edge(found, edge)) for place, edge in enumerate(found.edges)]
    return _chart(
        title,
        note,
        "heat",
        bottom,
        boxes=_cells(found, bottom),
        lines=_pieces(heights),
        dots=[
            Mark(_middle(week), height, f"mean {_value(found, found.means[week])}")
            for week, height in enumerate(heights)
            if height is not None
        ],
        limits=[bottom - ROW * _place(limit, found.edges) for limit in found.limits],
        marks=marks[:: 1 if found.name == "sharpness" else 2],
        weeks=weeks,
        counts=found.totals,
    )


def _cells(found: Distribution, bottom: float) -> list[Box]:
    """A box for each bin of each week that holds a picture."""
    return [
        Box(
            LEFT + week * COLUMN,
            bottom - (place + 1) * ROW,
            COLUMN - 1,
            ROW - 1,
            _shade(count, n),
            _said(found, place, count, n),
        )
        for week, (counts, n) in enumerate(zip(found.counts, found.totals, strict=True))
        for place, count in enumerate(counts)
        if count
    ]


def _bars(title: str, note: str, weeks: list[Week], of: Callable[[Week], Share]) -> Chart:
    bottom = TOP + BARS_HIGH
    shares = [of(week) for week in weeks]
    highest = max([0, *(share.value for share in shares if share.value is not None)])
    top = next(top for top in (0.1, 0.2, 0.5, 1) if highest <= top)
    boxes = [
        Box(
            LEFT + place * COLUMN + 3,
            round(bottom - BARS_HIGH * share.value / top, 1),
            COLUMN - 7,
            round(BARS_HIGH * share.value / top, 1),
            0,
            f"{share.hits} of {share.n}",
        )
        for place, share in enumerate(shares)
        if share.value
    ]
    marks = [Mark(LEFT - 6, bottom - BARS_HIGH * part + 3, f"{top * part:.0%}") for part in (0, 0.5, 1)]
    counts = [share.n for share in shares]
    few = [Mark(_middle(place), bottom - 3, "few") for place, share in enumerate(shares) if share.too_few and share.n]
    chart = _chart(title, note, "bars", bottom, boxes=boxes, marks=marks, weeks=weeks, counts=counts)
    return replace(chart, dots=few)


def _chart(title: str, note: str, kind: str, bottom: float, *, weeks: list[Week], counts: list[int], **drawn) -> Chart:
    right = LEFT + len(weeks) * COLUMN
    return Chart(
        title=title,
        note=note,
        kind=kind,
        width=right + 4,
        height=int(bottom + 34),
        bottom=bottom,
        right=right,
        weeks=[
            Mark(LEFT + place * COLUMN, bottom + 28, date_format(week.start, "j M"))
            for place, week in enumerate(weeks)
            if place % 4 == 0
        ],
        counts=[Mark(_middle(place), bottom + 14, str(n)) for place, n in enumerate(counts)],
        n=sum(counts),
        **{"lines": [], "dots": [], "limits": [], **drawn},
    )


def _middle(week: int) -> float:
    return LEFT + week * COLUMN + COLUMN / 2 - 0.5


def _shade(count: int, n: int) -> int:
    return max(1, min(10, round(20 * count / n)))  # half of a week in one bin is as dark as it gets


def _place(value: float, edges: tuple) -> float:
    """Where among the bins a value lies, in bins from the first edge on."""
    upper = len(edges) - 1
    known = [edge for edge in edges if edge is not None]
    place = min(max(bisect_right(known, value) - 1, 0), upper - 1)
    low, high = edges[place], edges[place + 1]
    # in the last bin without an end nothing tells how far up
    return place + (0.5 if high is None else min((value - low) / (high - low), 1))


def _pieces(heights: list[float | None]) -> list[str]:
    """Lines through neighbouring weeks that have a mean; a week without one is a gap."""
    pieces, piece = [], []
    for week, height in enumerate([*heights, None]):
        if height is not None:
            piece.append(f"{_middle(week):.1f},{height:.1f}")
        else:
            if len(piece) > 1:
                pieces.append(" ".join(piece))
            piece = []
    return pieces


def _edge(found: Distribution, edge: float | None) -> str:
    return "" if edge is None else _value(found, edge, digits=0)


def _value(found: Distribution, value: float, digits: int = 1) -> str:
    return f"{value:.{digits}%}" if found.name == "malignant_probability" else f"{value:.{digits}f}"


def _said(found: Distribution, place: int, count: int, n: int) -> str:
    low, high = found.edges[place], found.edges[place + 1]
    upper = f"to {_edge(found, high)}" if high is not None else "and more"
    return f"{count} of {n} from {_edge(found, low)} {upper}"
