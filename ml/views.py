"""The views of a picture that the classifier looks at: whole and lesion's crop, as they are and mirrored."""

from dataclasses import dataclass

import numpy as np

from ml.evidence import WHOLE, Square
from ml.preprocess import crop_square, crop_to_lesion, squash

NAMES: tuple[str, ...] = ("whole", "crop", "whole_mirrored", "crop_mirrored")


@dataclass(frozen=True)
class View:
    """picture: uint8 (size, size, 3). square: left, top, side of what it shows in pixels of the frame."""

    picture: np.ndarray
    square: Square
    mirrored: bool


def view_of(name: str, frame: np.ndarray, box: tuple[int, int, int, int], size: int) -> View:
    """One view.

    Args:
        name: one of NAMES.
        frame: uint8 (224, 224, 3), the squashed picture.
        box: x0, y0, x1, y1 of the lesion in pixels of the frame, half-open.
        size: side of the classifier's input in pixels.
    """
    whole, mirrored = name.startswith("whole"), name.endswith("mirrored")
    picture = squash(frame, size) if whole else crop_to_lesion(frame, box, size)
    return View(picture[:, ::-1] if mirrored else picture, WHOLE if whole else crop_square(box), mirrored)
