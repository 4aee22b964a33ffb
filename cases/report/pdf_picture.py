"""A picture with its outline, and the result as bars."""

from io import BytesIO

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from cases.models import LesionImage
from cases.report.content import Bar, Picture, Result
from cases.report.pdf_style import BAR, BOLD, INK, OF_VERDICT, PLAIN, RISK, SOFT, TRACK, WHITE, fitted

LONG_SIDE_PX = 1400  # 450 dots per inch at the width of the report: more than a printer shows
JPEG_QUALITY = 88


class OutlinedPicture(Flowable):
    """The clean rendition, and over it the outline as lines, so that it stays sharp at any zoom."""

    def __init__(self, picture: Picture, width: float, most_height: float):
        super().__init__()
        self.picture = picture
        image = picture.image
        self.scale = min(width / image.width, most_height / image.height)
        self.width, self.height = image.width * self.scale, image.height * self.scale

    def wrap(self, *_):
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Pixels, then lines."""
        canvas = self.canv
        canvas.drawImage(ImageReader(_small(self.picture.image)), 0, 0, self.width, self.height)
        if self.picture.outline is None:
            return
        path = canvas.beginPath()
        for polygon in self.picture.outline.polygons:
            for number, (x, y) in enumerate(polygon):
                point = x * self.scale, self.height - y * self.scale
                path.lineTo(*point) if number else path.moveTo(*point)
            path.close()
        # a dark line with a light edge shows on every skin
        for colour, width in ((WHITE, 2.4), (INK, 1.1)):
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(width)
            canvas.drawPath(path, fill=0, stroke=1)


class Bars(Flowable):
    """The probability of each diagnosis."""

    row = 12.5

    def __init__(self, bars: tuple[Bar, ...], width: float):
        super().__init__()
        self.bars, self.width, self.height = bars, width, self.row * len(bars)

    def wrap(self, *_):
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """A line each: name, bar, number."""
        canvas, left, right = self.canv, self.width * 0.7, self.width - 34
        for number, bar in enumerate(self.bars):
            y = self.height - self.row * (number + 1) + 3
            name = f"{bar.name} (malignant)" if bar.malignant else bar.name
            canvas.setFillColor(INK)
            canvas.setFont(PLAIN, 7)
            canvas.drawString(0, y, fitted(name, PLAIN, 7, left - 6))
            canvas.drawRightString(self.width, y, bar.percent)
            canvas.setFillColor(TRACK)
            canvas.roundRect(left, y - 0.5, right - left, 6, 2, stroke=0, fill=1)
            canvas.setFillColor(RISK if bar.malignant else BAR)
            canvas.rect(left, y - 0.5, (right - left) * bar.share, 6, stroke=0, fill=1)


class Scale(Flowable):
    """The malignant probability from 0 to 100 %, and the threshold it was compared with."""

    def __init__(self, result: Result, width: float):
        super().__init__()
        self.result, self.width, self.height = result, width, 33

    def wrap(self, *_):
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """A track, what is filled of it, the threshold as a line across."""
        canvas, result, y = self.canv, self.result, 12
        canvas.setFillColor(TRACK)
        canvas.roundRect(0, y, self.width, 7, 2.5, stroke=0, fill=1)
        canvas.setFillColor(OF_VERDICT[result.verdict])
        canvas.rect(0, y, self.width * result.malignant_share, 7, stroke=0, fill=1)
        x = self.width * result.threshold_share
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1.2)
        canvas.line(x, y - 3, x, y + 10)
        canvas.setFillColor(SOFT)
        canvas.setFont(PLAIN, 6.6)
        canvas.drawString(0, 1, "0%")
        canvas.drawRightString(self.width, 1, "100%")
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, 6.6)
        canvas.drawCentredString(min(max(x, 22), self.width - 22), y + 12, "threshold")


def _small(image: LesionImage) -> BytesIO:
    kept, out = image.rendition, BytesIO()
    with kept.storage.open(kept.name, "rb") as file, Image.open(file, formats=["JPEG"]) as picture:
        pixels = picture.convert("RGB")
    pixels.thumbnail((LONG_SIDE_PX, LONG_SIDE_PX), Image.Resampling.LANCZOS)
    pixels.save(out, "JPEG", quality=JPEG_QUALITY)
    out.seek(0)
    return out
