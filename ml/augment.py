"""Random views of a training picture: one affine map and one colour map each, so a view costs about a millisecond.

Where a picture was taken correlates with what was diagnosed, so colour and light vary more here than nature asks
for: the network must not recognise the camera.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image

# Mirrored skin beyond the frame, or turned views would show black corners. Only the farthest views still do, as some
# lenses do.
PADDING = 80


@dataclass(frozen=True)
class View:
    """Where a view looks: a square in the frame, turned, stretched and perhaps mirrored.

    centre_x, centre_y, side in pixels of the frame; angle in radians; stretch is the ratio of width to height.
    """

    centre_x: float
    centre_y: float
    side: float
    angle: float
    stretch: float
    mirrored: bool

    def coefficients(self, size: int) -> tuple[float, float, float, float, float, float]:
        """The affine map from pixels of a (size, size) view to pixels of the padded frame, in Pillow's order."""
        scale_x = self.side / size * np.sqrt(self.stretch) * (-1 if self.mirrored else 1)
        scale_y = self.side / size / np.sqrt(self.stretch)
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        a, b, d, e = cos * scale_x, -sin * scale_y, sin * scale_x, cos * scale_y
        half = size / 2
        c = self.centre_x + PADDING - (a + b) * half
        f = self.centre_y + PADDING - (d + e) * half
        return a, b, c, d, e, f


def random_view(
    random: np.random.Generator,
    square: tuple[float, float, float],
    *,
    zoom: tuple[float, float],
    shift: float,
    stretch: float,
) -> View:
    """A view around a square.

    Args:
        random: source of chance.
        square: left, top, side in pixels of the frame.
        zoom: smallest and largest factor on the side; drawn evenly on a logarithmic scale.
        shift: largest shift as a fraction of the side.
        stretch: largest change of the ratio, 0.2 for 20 %.
    """
    left, top, side = square
    return View(
        centre_x=left + side / 2 + random.uniform(-shift, shift) * side,
        centre_y=top + side / 2 + random.uniform(-shift, shift) * side,
        side=side * float(np.exp(random.uniform(np.log(zoom[0]), np.log(zoom[1])))),
        angle=random.uniform(0, 2 * np.pi),
        stretch=float(np.exp(random.uniform(-1, 1) * np.log1p(stretch))),
        mirrored=bool(random.random() < 0.5),
    )


def see(picture: np.ndarray, view: View, size: int) -> np.ndarray:
    """The picture or mask as the view sees it.

    Args:
        picture: uint8 (side, side, 3), or uint8 (side, side) for a mask of 0 and 255.
        view: where to look.
        size: side of the result in pixels.

    Returns:
        uint8 (size, size, 3) or (size, size); what lies beyond the frame is mirrored.
    """
    padding = ((PADDING, PADDING), (PADDING, PADDING), (0, 0))[: picture.ndim]
    padded = Image.fromarray(np.pad(picture, padding, mode="reflect"))
    return np.asarray(
        padded.transform(
            (size, size), Image.Transform.AFFINE, view.coefficients(size), resample=Image.Resampling.BILINEAR
        )
    )


def recolour(random: np.random.Generator, picture: np.ndarray, strength: float = 1.0) -> np.ndarray:
    """The picture under another lamp: brightness, contrast, white balance, saturation and gamma changed at random.

    Args:
        random: source of chance.
        picture: uint8 (height, width, 3).
        strength: 0 leaves the picture alone, 1 is the range used in training.

    Returns:
        uint8 of the same shape.
    """
    contrast = 1 + strength * random.uniform(-0.25, 0.25)
    saturation = 1 + strength * random.uniform(-0.3, 0.3)
    lamp = 1 + strength * random.uniform(-0.12, 0.12, 3)
    brightness = strength * random.uniform(-25, 25)
    gamma = float(np.exp(strength * random.uniform(-0.25, 0.25)))

    grey = np.tile([0.299, 0.587, 0.114], (3, 1))
    matrix = contrast * lamp[:, None] * (saturation * np.eye(3) + (1 - saturation) * grey)
    offset = np.full((3, 1), 128 * (1 - contrast) + brightness)
    mixed = Image.fromarray(picture).convert("RGB", tuple(np.hstack([matrix, offset]).ravel().tolist()))
    curve = np.rint(255 * (np.arange(256) / 255) ** gamma).astype(np.uint8).tolist()
    return np.asarray(mixed.point(curve * 3))


def wear_out(random: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """The picture through a worse lens: sometimes soft, sometimes with dark corners, sometimes partly covered.

    Args:
        random: source of chance.
        picture: uint8 (size, size, 3).

    Returns:
        uint8 of the same shape.

    Source: covering: DeVries and Taylor 2017, Cutout (arXiv:1708.04552).
    """
    size = picture.shape[0]
    if random.random() < 0.25:
        small = int(size * random.uniform(0.3, 0.8))
        soft = Image.fromarray(picture).resize((small, small), Image.Resampling.BILINEAR)
        picture = np.asarray(soft.resize((size, size), Image.Resampling.BILINEAR))
    if random.random() < 0.15:
        picture = _dark_corners(random, picture)
    if random.random() < 0.3:
        picture = picture.copy()
        height, width = (random.uniform(0.1, 0.35, 2) * size).astype(int)
        top, left = random.integers(0, size - height), random.integers(0, size - width)
        picture[top : top + height, left : left + width] = picture.mean(axis=(0, 1)).astype(np.uint8)
    return picture


def _dark_corners(random: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """A round lens: what lies outside its circle is dark."""
    size = picture.shape[0]
    centre = size * random.uniform(0.45, 0.55, 2)
    along = np.arange(size)
    distance = np.hypot(along[:, None] - centre[0], along[None] - centre[1])
    radius, softness = size * random.uniform(0.5, 0.68), size * random.uniform(0.01, 0.06)
    light = np.clip((radius - distance) / softness + 0.5, 0.05, 1).astype(np.float32)
    return (picture * light[..., None]).astype(np.uint8)
