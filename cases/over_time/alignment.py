"""Where two pictures lie over each other: the middles of their outlines on one point, their sizes in one scale."""

from dataclasses import dataclass

from cases.over_time.picture import Picture

Point = tuple[float, float]

# width of every picture, in units of the common drawing, where no scale is known
WIDTH = 100.0
# and diameter of every lesion, where somebody asks for lesions of one size
DIAMETER = 40.0
RATIO = 4 / 3


@dataclass(frozen=True)
class Placing:
    """How a picture may be laid into the common drawing. Points in its pixels; scales in units of the drawing a pixel.

    `centroid` and `by_diameter` are None without an outline, `by_mm` (1 unit = 1 mm) without a scale.
    """

    width: int
    height: int
    centroid: Point | None
    by_width: float
    by_mm: float | None
    by_diameter: float | None

    @property
    def middle(self) -> Point:
        """Of the picture."""
        return self.width / 2, self.height / 2


@dataclass(frozen=True)
class Layout:
    """Two placings, what is known of both, and the part of the drawing that shows both pictures whole."""

    earlier: Placing
    later: Placing
    centred: bool
    in_mm: bool

    def place(self, placing: Placing) -> tuple[float, Point]:
        """Scale and the point of the picture that lies on the drawing's origin."""
        scale = placing.by_mm if self.in_mm else placing.by_width
        return scale, placing.centroid if self.centred else placing.middle

    @property
    def view(self) -> tuple[float, float, float, float]:
        """x, y, width, height of the drawing, 4:3, with both pictures inside."""
        edges = [self._edges(placing) for placing in (self.earlier, self.later)]
        left, top = (min(edge[axis] for edge in edges) for axis in (0, 1))
        right, bottom = (max(edge[axis] for edge in edges) for axis in (2, 3))
        width = max(right - left, (bottom - top) * RATIO)
        height = width / RATIO
        return (left + right - width) / 2, (top + bottom - height) / 2, width, height

    def _edges(self, placing: Placing) -> tuple[float, float, float, float]:
        scale, (x, y) = self.place(placing)
        return -x * scale, -y * scale, (placing.width - x) * scale, (placing.height - y) * scale


def layout_of(earlier: Picture, later: Picture) -> Layout:
    """Centred on the outlines where both have one, in one scale where both are known."""
    placings = _placing(earlier), _placing(later)
    return Layout(
        *placings,
        centred=all(placing.centroid for placing in placings),
        in_mm=all(placing.by_mm for placing in placings),
    )


def centroid(outline: list) -> Point | None:
    """The middle of the area inside the polygons (holes are not kept in an outline); None for none or an empty area.

    Args:
        outline: polygons [[x, y], ...] in pixels.

    Source: the shoelace formula; Bourke 1988, Calculating the area and centroid of a polygon.
    """
    area = moment_x = moment_y = 0.0
    for polygon in outline:
        doubled = x_part = y_part = 0.0
        for (x0, y0), (x1, y1) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
            cross = x0 * y1 - x1 * y0
            doubled += cross
            x_part += (x0 + x1) * cross
            y_part += (y0 + y1) * cross
        # whichever way round it was drawn, its area adds
        sign = -1 if doubled < 0 else 1
        area += sign * doubled / 2
        moment_x += sign * x_part / 6
        moment_y += sign * y_part / 6
    return (moment_x / area, moment_y / area) if area else None


def _placing(picture: Picture) -> Placing:
    image = picture.image
    diameter = picture.measurements.get("equivalent_diameter_px")
    return Placing(
        width=image.width,
        height=image.height,
        centroid=centroid(picture.outline),
        by_width=WIDTH / image.width,
        by_mm=image.mm_per_pixel,
        by_diameter=DIAMETER / diameter if diameter else None,
    )
