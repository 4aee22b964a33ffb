"""From the segmenter's answer on its small grid to one lesion at the picture's own size."""

import numpy as np
from PIL import Image

from ml.regions import largest_region

# Above this many pixels a side the border is enlarged in blocks of whole pixels: they are a tenth of a cell of the
# segmenter's grid, and twelve megapixels of smooth chances would take longer than all networks together.
LARGEST_SMOOTH = 1000


def one_lesion(chances: np.ndarray, threshold: float) -> np.ndarray:
    """The chances with everything but the largest region below the threshold and its holes above it.

    Args:
        chances: float32 (side, side), 0..1, chance of "lesion" per pixel.
        threshold: 0..1, from which chance a pixel counts as lesion.

    Returns:
        float32 of the same shape. Pixels around the lesion keep their chances, so that its border stays smooth
        when enlarged.
    """
    found = chances >= threshold
    lesion = largest_region(found)
    without_specks = np.where(found & ~lesion, 0.0, chances)
    return np.where(lesion & ~found, 1.0, without_specks).astype(np.float32)


def certainty_of(chances: np.ndarray, threshold: float) -> float:
    """How sure the segmenter is of what it found.

    Args:
        chances: float32 (side, side), 0..1, what `one_lesion` gave.
        threshold: 0..1, from which chance a pixel counts as lesion.

    Returns:
        Mean chance of the lesion's pixels, threshold..1; 0.0 where nothing was found.
    """
    found = chances[chances >= threshold]
    return float(found.mean()) if found.size else 0.0


def mask_at(chances: np.ndarray, width: int, height: int, threshold: float) -> np.ndarray:
    """The mask at any size.

    Args:
        chances: float32 (side, side), 0..1.
        width: of the result in pixels.
        height: of the result in pixels.
        threshold: 0..1.

    Returns:
        bool (height, width).
    """
    coarser = max(max(width, height) // LARGEST_SMOOTH, 1)
    smooth = (-(-width // coarser), -(-height // coarser))
    mask = np.asarray(Image.fromarray(chances).resize(smooth, Image.Resampling.BILINEAR)) >= threshold
    if coarser == 1:
        return mask
    stairs = Image.fromarray(mask.view(np.uint8)).resize((width, height), Image.Resampling.NEAREST)
    return np.asarray(stairs).view(bool)


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """Logits to chances, 0..1, without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * logits))
