"""Two pictures side by side: where each lies in the common drawing, and what has changed."""

from dataclasses import dataclass

from cases.over_time.alignment import Layout, Placing, layout_of
from cases.over_time.change import Comparison, compare
from cases.over_time.noise import PAIRS
from cases.over_time.pair import Pair
from cases.over_time.picture import Picture
from cases.views.presenters.change_rows import ChangeRow, ColourRow, present_changes, present_colours
from cases.views.presenters.lesion_course import Shot, present_shot
from cases.views.presenters.values import days_words

MACHINE_AND_PERSON = "A person drew one outline, the networks the other: part of the change may be theirs."
SEGMENTERS = "Two versions of the segmenter drew the outlines: part of the change may be theirs."
KINDS = "The pictures are of different kinds: sizes, shapes and colours may differ for that alone."


@dataclass(frozen=True)
class Pane:
    """One picture of the two. `places` and `scales` are by name, for the script: numbers as text, empty = unknown."""

    name: str
    shot: Shot
    transform: str
    places: dict[str, str]
    scales: dict[str, str]
    outline: list[str]


@dataclass(frozen=True)
class ComparisonPage:
    """Everything the page shows of a pair."""

    comparison: Comparison
    layout: Layout
    view_box: str
    panes: list[Pane]
    interval: str
    rows: list[ChangeRow]
    colours: list[ColourRow] | None
    cautions: list[str]
    noise_pairs: int
    sized_alike: bool


def present_comparison(pair: Pair) -> ComparisonPage:
    """The page of a chosen pair, whichever of the two is named first."""
    comparison = compare(*pair)
    layout = layout_of(comparison.earlier, comparison.later)
    panes = [
        _pane("earlier", comparison.earlier, layout.earlier, layout),
        _pane("later", comparison.later, layout.later, layout),
    ]
    return ComparisonPage(
        comparison=comparison,
        layout=layout,
        view_box=_numbers(layout.view),
        panes=panes,
        interval=days_words(comparison.days),
        rows=present_changes(comparison),
        colours=present_colours(comparison),
        cautions=_cautions(comparison.earlier, comparison.later),
        noise_pairs=PAIRS,
        sized_alike=all(pane.scales["diameter"] for pane in panes),
    )


def _pane(name: str, picture: Picture, placing: Placing, layout: Layout) -> Pane:
    scale, (x, y) = layout.place(placing)
    return Pane(
        name=name,
        shot=present_shot(picture),
        transform=f"scale({scale:.6g}) translate({-x:.3f} {-y:.3f})",
        places={"centroid": _numbers(placing.centroid), "middle": _numbers(placing.middle)},
        scales={
            "width": _number(placing.by_width),
            "mm": _number(placing.by_mm),
            "diameter": _number(placing.by_diameter),
        },
        outline=[" ".join(f"{x:g},{y:g}" for x, y in polygon) for polygon in picture.outline],
    )


def _cautions(earlier: Picture, later: Picture) -> list[str]:
    """What else than the lesion may have changed between the two."""
    outlined = {earlier.outlined_by, later.outlined_by}
    machines = earlier.versions and later.versions and earlier.versions[0] != later.versions[0]
    return [
        words
        for words, holds in (
            (KINDS, earlier.image.image_type != later.image.image_type),
            (MACHINE_AND_PERSON, outlined == {"person", "machine"}),
            (SEGMENTERS, outlined == {"machine"} and machines),
        )
        if holds
    ]


def _numbers(numbers) -> str:
    return " ".join(f"{number:.3f}" for number in numbers or ())


def _number(number: float | None) -> str:
    return "" if number is None else f"{number:.6g}"
