"""The mask as a file."""

import io

import numpy as np
from PIL import Image


def mask_png(mask: np.ndarray) -> bytes:
    """A 1-bit PNG, white where the lesion is.

    Args:
        mask: bool (height, width).

    Returns:
        The file's bytes.
    """
    file = io.BytesIO()
    Image.fromarray(mask.astype(np.uint8) * 255).convert("1", dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()
