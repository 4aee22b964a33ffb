"""The outlines of a picture: the machine's, and what a person drew; which of them counts, and what each measures."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from analysis.models import Segmentation
from cases.models import LesionImage
from cases.selectors import measurements_of
from cases.wording.measurements import Row, present_measurements
from cases.wording.percent import percent
from ml.outline import simplify

# few enough to be moved one by one, enough for an irregular border
POINTS_TO_EDIT = 28
_START = np.linspace(0, 2 * np.pi, 16, endpoint=False)


@dataclass(frozen=True)
class Outline:
    """One outline to be looked at; `key` is "drawn" or "machine", `words` say whose, `pk` is a drawn one's."""

    key: str
    words: str
    polygons: list[str]
    rows: list[Row]
    pk: int | None = None
    drawn_by: str = ""
    drawn_at: datetime | None = None


@dataclass(frozen=True)
class Compared:
    """One measure as both outlines give it; `drawn` counts."""

    label: str
    drawn: Row | None
    machine: Row | None


@dataclass(frozen=True)
class PictureOutlines:
    """What the page shows of a picture's outlines: the first of `shown` counts."""

    shown: list[Outline]
    drawn_times: int
    machine_again: bool
    points_to_edit: str
    machine_points: str

    @property
    def counts(self) -> Outline | None:
        """The one whose measurements count."""
        return self.shown[0] if self.shown else None

    @property
    def compared(self) -> list[Compared]:
        """The measures of two outlines side by side; empty where there are not two."""
        if len(self.shown) < 2:
            return []
        drawn, machine = ({row.label: row for row in outline.rows} for outline in self.shown)
        return [Compared(label, drawn.get(label), machine.get(label)) for label in drawn | machine]


def present_outlines(image: LesionImage, machine: Segmentation | None) -> PictureOutlines:
    """The outlines of `image`, whose `drawn_outlines` are fetched.

    Args:
        image: the picture.
        machine: the segmentation of the result that the page shows; None where it shows none, so that nothing of a
            result that is not to be seen yet comes in here.
    """
    newest = image.drawn_outlines[0] if image.drawn_outlines else None
    # the machine's outline, chosen again by a person, is kept like a drawn one
    chosen_again = bool(newest and machine and newest.outline == machine.outline)
    shown = [_drawn(newest, image)] if newest and not chosen_again else []
    if machine:
        by = f", chosen again by {newest.drawn_by}" if chosen_again else ""
        shown.append(_present("machine", f"the machine's outline{by}", machine, image))
    counts = newest or machine
    return PictureOutlines(
        shown=shown,
        drawn_times=len(image.drawn_outlines),
        machine_again=bool(newest and machine and not chosen_again),
        points_to_edit=_points(counts.outline[0] if counts else _ellipse(image)),
        machine_points=_points(machine.outline[0] if machine else _ellipse(image)),
    )


def _drawn(outline: Segmentation, image: LesionImage) -> Outline:
    words = f"the outline drawn by {outline.drawn_by}"
    return _present("drawn", words, outline, image, outline.pk, str(outline.drawn_by), outline.created_at)


def _present(key: str, words: str, outline: Segmentation, image: LesionImage, *drawn) -> Outline:
    scale = image.mm_per_pixel
    values = measurements_of(outline, scale)
    rows = [
        Row("Share of the picture", percent(outline.area_fraction)),
        *present_measurements(values, scale_known=scale is not None),
    ]
    polygons = [" ".join(f"{x:g},{y:g}" for x, y in polygon) for polygon in outline.outline]
    return Outline(key, words, polygons, rows, *drawn)


def _points(polygon: list) -> str:
    few = simplify(np.array(polygon, float), POINTS_TO_EDIT) if len(polygon) > POINTS_TO_EDIT else polygon
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in few)


def _ellipse(image: LesionImage) -> list[tuple[float, float]]:
    """Where nothing was found: a place to start from, in the middle."""
    return [(image.width * (0.5 + 0.25 * np.cos(a)), image.height * (0.5 + 0.25 * np.sin(a))) for a in _START]
