"""The picture with the lesion's outline drawn on it."""

import io

import numpy as np
from PIL import Image, ImageDraw

INSIDE, OUTSIDE = (255, 255, 255), (20, 20, 20)


def overlay_jpeg(picture: np.ndarray, outline: list[list[tuple[float, float]]]) -> bytes:
    """A JPEG of the picture with the outline.

    Args:
        picture: uint8 (height, width, 3).
        outline: polygons of (x, y) in pixels of the picture.

    Returns:
        The file's bytes. The line is white on black, so that it shows on any skin.
    """
    drawn = Image.fromarray(picture)
    pen = ImageDraw.Draw(drawn)
    thickness = max(round(min(drawn.size) / 150), 1)
    for polygon in outline:
        closed = [*polygon, polygon[0], polygon[1]]
        pen.line(closed, fill=OUTSIDE, width=thickness + 2, joint="curve")
        pen.line(closed, fill=INSIDE, width=thickness, joint="curve")
    file = io.BytesIO()
    drawn.save(file, "JPEG", quality=90)
    return file.getvalue()
