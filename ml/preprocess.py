"""The one preprocessing that training and inference share.

Every picture is squashed to the same square first, whatever its own ratio, because the training pictures
were squashed from 4:3 to 224 x 224 before they reached us; networks then only ever see such squares.
"""

import numpy as np
from PIL import Image

FRAME_SIZE = 224

# Room left around the lesion's box in the classifier's crop: the border of a lesion and the skin just outside
# carry the signs that tell a regular fading edge from an abrupt one.
CROP_MARGIN = 0.30

# A crop smaller than this would be enlarged more than threefold, which shows the network nothing but blur.
SMALLEST_CROP = 72


def squash(picture: np.ndarray, size: int = FRAME_SIZE) -> np.ndarray:
    """The picture squeezed to a square, ratio ignored, with an antialiasing filter.

    Args:
        picture: uint8 (height, width, 3), RGB.
        size: side of the square in pixels.

    Returns:
        uint8 (size, size, 3); the same array where it already has that size.
    """
    if picture.shape[:2] == (size, size):
        return picture
    return np.asarray(Image.fromarray(picture).resize((size, size), Image.Resampling.BILINEAR))


def box_of(mask: np.ndarray) -> tuple[int, int, int, int]:
    """The smallest box around the mask's foreground.

    Args:
        mask: bool (height, width).

    Returns:
        x0, y0, x1, y1 in pixels, half-open; the whole picture for an empty mask, because a crop around
        nothing is no crop.
    """
    height, width = mask.shape
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    if columns.size == 0:
        return 0, 0, width, height
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def crop_square(box: tuple[int, int, int, int], size: int = FRAME_SIZE) -> tuple[float, float, float]:
    """The square that the classifier looks at: the box with its margin, kept inside the frame.

    Args:
        box: x0, y0, x1, y1 of the lesion in pixels of a (size, size) frame, half-open.
        size: side of the frame in pixels.

    Returns:
        Left, top and side of the square in pixels of the frame.
    """
    x0, y0, x1, y1 = box
    side = min(max(max(x1 - x0, y1 - y0) * (1 + 2 * CROP_MARGIN), SMALLEST_CROP), size)
    left = min(max((x0 + x1 - side) / 2, 0.0), size - side)
    top = min(max((y0 + y1 - side) / 2, 0.0), size - side)
    return left, top, side


def crop_to_lesion(frame: np.ndarray, box: tuple[int, int, int, int], size: int = FRAME_SIZE) -> np.ndarray:
    """The lesion with its margin, enlarged to the classifier's input.

    Args:
        frame: uint8 (side, side, 3), a squashed picture.
        box: x0, y0, x1, y1 of the lesion in pixels of the frame, half-open.
        size: side of the result in pixels.

    Returns:
        uint8 (size, size, 3).
    """
    left, top, side = crop_square(box, frame.shape[0])
    region = (left, top, left + side, top + side)
    return np.asarray(Image.fromarray(frame).resize((size, size), Image.Resampling.BILINEAR, box=region))


def to_network(pictures: np.ndarray) -> np.ndarray:
    """Pixels in the range that the networks were trained on.

    Args:
        pictures: uint8 (..., 3), 0..255.

    Returns:
        float32 of the same shape, -1..1.
    """
    return pictures.astype(np.float32) / np.float32(127.5) - np.float32(1.0)
