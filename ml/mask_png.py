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
    # not `optimize`: a fifth fewer bytes, a few hundred, for more than three times the time
    Image.fromarray(mask).save(file, "PNG")
    return file.getvalue()
