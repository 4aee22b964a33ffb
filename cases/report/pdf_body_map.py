"""The lesion on the body, drawn as lines."""

import re
from collections.abc import Iterator

from reportlab.platypus import Flowable

from cases.report.body_outline import HEIGHT, SILHOUETTE, WIDTH
from cases.report.content import Place
from cases.report.pdf_style import BOLD, LINE, PLAIN, RISK, SOFT, SUNKEN, WHITE

CAPTION_SPACE = 14


class BodyMap(Flowable):
    """One side of the body with one dot; without a point on the map, the body alone and a sentence that says so."""

    def __init__(self, place: Place, height: float):
        super().__init__()
        self.place, self.height = place, height
        self.scale = (height - CAPTION_SPACE) / HEIGHT
        self.width = WIDTH * self.scale

    def wrap(self, *_):
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """The silhouette, the dot, the caption."""
        canvas, place = self.canv, self.place
        canvas.saveState()
        canvas.translate(0, self.height)
        canvas.scale(self.scale, -self.scale)  # the drawing's y grows downwards
        path = canvas.beginPath()
        for command, numbers in commands(SILHOUETTE):
            if command == "M":
                path.moveTo(*numbers)
            elif command == "C":
                path.curveTo(*numbers)
            else:
                path.close()
        canvas.setFillColor(SUNKEN)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(2)
        canvas.drawPath(path, fill=1, stroke=1)
        if place.view:
            canvas.setFillColor(RISK)
            canvas.setStrokeColor(WHITE)
            canvas.setLineWidth(4)
            canvas.circle(place.x * WIDTH, place.y * HEIGHT, 11, fill=1, stroke=1)
        canvas.restoreState()
        canvas.setFillColor(SOFT)
        canvas.setFont(BOLD if place.view else PLAIN, 7)
        caption = place.view.capitalize() if place.view else "Not marked"
        canvas.drawCentredString(self.width / 2, 3, caption)


def commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """An SVG path of absolute M and C and z: one command with its numbers at a time."""
    for command, written in re.findall(r"([MCz])([^MCz]*)", path):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", written)]
        size = 6 if command == "C" else len(numbers) or 1
        for start in range(0, len(numbers) or 1, size):
            yield command, numbers[start : start + size]
