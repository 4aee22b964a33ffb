"""The course of a lesion as small plots. Across in percent of the drawing's width, down in its pixels."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import ceil, log10
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format

LEFT, RIGHT = 31.0, 95.0  # percent; the words of the axis stand on the left, and no dot lies on them
TOP, BOTTOM = 16.0, 108.0
GAP_AT = 122.0  # below the axis, where no number can be
HALF_A_THRESHOLD = 2.0
STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Reading:
    """What one picture adds to a plot: a number, or a gap that says why.

    `series` tells which readings can be compared: only neighbours of one series, which is not None, are joined.
    """

    at: datetime
    number: float | None
    words: str
    series: object = None
    threshold: float | None = None
    tone: str = ""


@dataclass(frozen=True)
class Dot:
    """A reading, or (`gap`) its absence."""

    x: str
    y: str
    words: str
    tone: str
    gap: bool


@dataclass(frozen=True)
class Line:
    """From one point to another."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Plot:
    """Ready to draw. `ticks` are (y, label); `breaks` are where the series changes; `said` is the plot in words."""

    title: str
    ticks: list[tuple[str, str]]
    dots: list[Dot]
    joins: list[Line]
    thresholds: list[Line]
    breaks: list[str]
    first: str
    last: str
    said: str


def plot(title: str, readings: list[Reading], *, unit: str, top: float | None = None) -> Plot | None:
    """A plot of readings in the order of time; None where no picture has a number.

    Args:
        unit: after each tick, such as "%" or " mm".
        top: of the scale, which begins at 0; None for the next round number above all readings.
    """
    numbers = [reading.number for reading in readings if reading.number is not None]
    if not numbers:
        return None
    top = top or round_up(max(numbers))
    xs = across([reading.at for reading in readings])
    spots = [_Spot(reading, x, _down(reading.number, top)) for reading, x in zip(readings, xs, strict=True)]
    first, last = _day(readings[0].at), _day(readings[-1].at)
    return Plot(
        title=title,
        ticks=[(_px(_down(share * top, top)), f"{_tick(share * top)}{unit}") for share in (0, 0.5, 1)],
        dots=[_dot(spot) for spot in spots],
        joins=_joins(spots),
        thresholds=_thresholds(spots, top),
        breaks=_breaks(spots),
        first=first,
        last=last if last != first else "",
        said=f"{title}. " + "; ".join(f"{_day(reading.at)}: {reading.words}" for reading in readings),
    )


def across(moments: list[datetime]) -> list[float]:
    """Percent from the left, true to time; evenly where all moments are one."""
    first, span = moments[0], (moments[-1] - moments[0]).total_seconds()
    if span:
        return [LEFT + (RIGHT - LEFT) * (moment - first).total_seconds() / span for moment in moments]
    return [LEFT + (RIGHT - LEFT) * (index + 1) / (len(moments) + 1) for index in range(len(moments))]


def round_up(number: float) -> float:
    """The next of 1, 2, 5, 10, 20, ... that is not smaller; 1 for 0."""
    if number <= 0:
        return 1.0
    power = 10.0 ** (ceil(log10(number)) - 1)
    return next(step * power for step in STEPS if step * power >= number * (1 - 1e-9))


class _Spot(NamedTuple):
    reading: Reading
    x: float
    y: float | None  # None for a gap


def _dot(spot: _Spot) -> Dot:
    reading, x, y = spot
    words = f"{_day(reading.at)}: {reading.words}"
    return Dot(_pc(x), _px(GAP_AT if y is None else y), words, reading.tone, y is None)


def _joins(spots: list[_Spot]) -> list[Line]:
    return [
        Line(_pc(a.x), _px(a.y), _pc(b.x), _px(b.y))
        for a, b in pairwise(spots)
        if None not in (a.y, b.y, a.reading.series) and a.reading.series == b.reading.series
    ]


def _thresholds(spots: list[_Spot], top: float) -> list[Line]:
    return [
        Line(_pc(spot.x - HALF_A_THRESHOLD), y, _pc(spot.x + HALF_A_THRESHOLD), y)
        for spot in spots
        if spot.reading.threshold is not None and (y := _px(_down(spot.reading.threshold, top)))
    ]


def _breaks(spots: list[_Spot]) -> list[str]:
    """Halfway between neighbours that both speak, of different series; a gap between them does not hide the change."""
    speaking = [spot for spot in spots if spot.y is not None and spot.reading.series is not None]
    return [_pc((a.x + b.x) / 2) for a, b in pairwise(speaking) if a.reading.series != b.reading.series]


def _down(number: float | None, top: float) -> float | None:
    return None if number is None else BOTTOM - (BOTTOM - TOP) * min(number / top, 1)


def _tick(number: float) -> str:
    return f"{number:g}" if number < 1000 else f"{number:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _pc(number: float) -> str:
    return f"{number:.2f}%"


def _px(number: float) -> str:
    return f"{number:.1f}"


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j M Y")
