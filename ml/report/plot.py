"""A small plot in SVG: axes from 0 to 1 (or any range), lines, bars and points, in the page's own type and colours."""

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 440, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 14, 14, 46


class Plot:
    """Collects shapes; `svg()` gives the markup. Colours come from the classes in report.css.

    Args:
        title: what a screen reader says.
        x_title: under the horizontal axis.
        y_title: beside the vertical axis.
        x_range: of the horizontal axis.
        y_range: of the vertical axis.
    """

    def __init__(self, title: str, x_title: str, y_title: str, x_range=(0.0, 1.0), y_range=(0.0, 1.0)):
        self.title, self.x_range, self.y_range = title, x_range, y_range
        self._shapes: list[str] = []
        self._axes(x_title, y_title)

    def x(self, value: float) -> float:
        """Pixel of a value on the horizontal axis."""
        low, high = self.x_range
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Pixel of a value on the vertical axis."""
        low, high = self.y_range
        return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    def line(self, points: Sequence[tuple[float, float]], kind: str) -> None:
        """A line through the points."""
        path = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in points)
        self._shapes.append(f'<polyline class="line {kind}" points="{path}"/>')

    def bar(self, low: float, high: float, top: float, kind: str) -> None:
        """A bar from the bottom, low..high wide, one pixel of air beside it."""
        left, width = self.x(low) + 0.75, self.x(high) - self.x(low) - 1.5
        height = self.y(self.y_range[0]) - self.y(top)
        self._shapes.append(
            f'<rect class="{kind}" x="{left:.1f}" y="{self.y(top):.1f}" width="{width:.1f}" height="{height:.1f}"/>'
        )

    def whisker(self, x: float, low: float, high: float) -> None:
        """An upright interval."""
        place = self.x(x)
        self._shapes.append(
            f'<line class="whisker" x1="{place:.1f}" x2="{place:.1f}" y1="{self.y(low):.1f}" y2="{self.y(high):.1f}"/>'
        )

    def point(self, x: float, y: float, kind: str, label: str = "") -> None:
        """A dot, with a label below it on the right, where rising curves leave room; above at the plot's bottom."""
        self._shapes.append(f'<circle class="{kind}" cx="{self.x(x):.1f}" cy="{self.y(y):.1f}" r="4.5"/>')
        if label:
            shift = 18 if self.y(y) < HEIGHT - BOTTOM - 24 else -9
            self.text(self.x(x) + 5, self.y(y) + shift, label, f"label {kind}", "start")

    def text(self, x: float, y: float, words: str, kind: str = "tick", anchor: str = "middle") -> None:
        """Words at a pixel."""
        self._shapes.append(
            f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
        )

    def svg(self) -> str:
        """The markup, to be put into a page."""
        shapes = "".join(self._shapes)
        label = escape(self.title)
        return f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{shapes}</svg>'

    def _axes(self, x_title: str, y_title: str) -> None:
        left, right, top, bottom = LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM
        for step in range(6):
            x = self.x_range[0] + (self.x_range[1] - self.x_range[0]) * step / 5
            y = self.y_range[0] + (self.y_range[1] - self.y_range[0]) * step / 5
            self._shapes.append(
                f'<line class="grid" x1="{left}" x2="{right}" y1="{self.y(y):.1f}" y2="{self.y(y):.1f}"/>'
            )
            self._shapes.append(
                f'<line class="grid" y1="{top}" y2="{bottom}" x1="{self.x(x):.1f}" x2="{self.x(x):.1f}"/>'
            )
            self.text(self.x(x), bottom + 17, f"{x:.3g}")
            self.text(left - 7, self.y(y) + 4, f"{y:.3g}", anchor="end")
        self.text((left + right) / 2, HEIGHT - 8, x_title, "axis")
        turned = f'text-anchor="middle" transform="translate(12 {(top + bottom) / 2}) rotate(-90)"'
        self._shapes.append(f'<text class="axis" {turned}>{escape(y_title)}</text>')


def interval_bar(found: dict) -> str:
    """A dot with its interval on a line from 0 to 1, small enough for a table's cell; nothing without a value."""
    if found.get("value") is None:
        return ""
    whisker = ""
    if found.get("low") is not None:
        low, high = (2 + 76 * min(max(found[end], 0), 1) for end in ("low", "high"))
        whisker = f'<line class="whisker" x1="{low:.1f}" x2="{max(high, low + 1):.1f}" y1="5" y2="5"/>'
    dot = 2 + 76 * min(max(found["value"], 0), 1)
    return (
        '<svg class="range" viewBox="0 0 80 10" aria-hidden="true"><line class="track" x1="2" x2="78" y1="5" y2="5"/>'
        f'{whisker}<circle cx="{dot:.1f}" cy="5" r="3"/></svg>'
    )
