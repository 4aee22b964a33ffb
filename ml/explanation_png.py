"""The class activation map as a file: grey for keeping, coloured and transparent for laying over the picture."""

import io

import numpy as np
from PIL import Image

# Viridis at nine even steps: as even to the eye as to the number, also without colour vision, and not a colour of skin.
# Source: Smith and van der Walt 2015, SciPy conference, "A better default colormap for matplotlib".
_RAMP = [(68, 1, 84), (71, 44, 122), (59, 81, 139), (44, 113, 142), (33, 144, 141)]
_RAMP += [(39, 173, 129), (92, 200, 99), (170, 220, 50), (253, 231, 37)]
# Below the first share of the brightest nothing is drawn, from the second on the colour is as strong as it gets.
_CLEAR, _FULL = 0.2, 0.6


def map_png(explanation: np.ndarray) -> bytes:
    """The map as it is kept.

    Args:
        explanation: uint8 (224, 224), 255 where most speaks for the explained diagnosis.

    Returns:
        An 8-bit grey PNG of that size.
    """
    return _png(Image.fromarray(explanation))


def coloured_png(explanation: np.ndarray, width: int, height: int) -> bytes:
    """The map to be laid over the picture.

    Args:
        explanation: uint8 (n, n) over the whole picture squashed to a square.
        width, height: of the picture, pixels; the square is stretched over it exactly.

    Returns:
        An RGBA PNG of that size: transparent where the map is low, then violet over green to yellow.
    """
    stretched = Image.fromarray(explanation).resize((width, height), Image.Resampling.BILINEAR)
    return _png(Image.fromarray(_colours()[np.asarray(stretched)]))


def _colours() -> np.ndarray:
    """uint8 (256, 4): the colour of each value of the map."""
    values = np.linspace(0, 1, 256)
    steps = np.linspace(0, 1, len(_RAMP))
    channels = [np.interp(values, steps, [colour[i] for colour in _RAMP]) for i in range(3)]
    alpha = np.clip((values - _CLEAR) / (_FULL - _CLEAR), 0, 1) * 255
    return np.stack([*channels, alpha], axis=1).round().astype(np.uint8)


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=3)
    return file.getvalue()
