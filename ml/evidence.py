"""From the classifier's maps of evidence to logits, and back to the picture: which place spoke for the diagnosis.

The classifier gives for each view a map per diagnosis; a diagnosis' logit is the mean of its map, then the mean over
the views. The explanation spreads the very same numbers over the picture, so it can show nothing that did not decide.

Source: class activation maps; Zhou et al. 2016 (arXiv:1512.04150).
"""

import numpy as np
from PIL import Image

from ml.preprocess import FRAME_SIZE

Square = tuple[float, float, float]
WHOLE: Square = (0.0, 0.0, float(FRAME_SIZE))


def logits_of(evidence: np.ndarray) -> np.ndarray:
    """The logits of each view.

    Args:
        evidence: float32 (views, height, width, classes).

    Returns:
        float64 (views, classes).
    """
    return evidence.mean(axis=(1, 2), dtype=np.float64)


def explain(evidence: np.ndarray, squares: list[Square], mirrored: list[bool], diagnosis: int) -> np.ndarray:
    """Where the picture speaks for a diagnosis, against the others.

    Softmax sees only differences of logits, so what counts at a place is the evidence for the diagnosis less the mean
    evidence for all. Each view's map is laid over the square it looked at, as evidence per area: a small view says the
    same with fewer pixels.

    Args:
        evidence: float32 (views, height, width, classes).
        squares: left, top, side of each view in pixels of the frame.
        mirrored: whether the view was mirrored left to right.
        diagnosis: index of the class.

    Returns:
        uint8 (224, 224) over the squashed picture: 0 where nothing speaks for the diagnosis, 255 where the most does;
        all 0 where nothing anywhere does.
    """
    canvas = np.zeros((FRAME_SIZE, FRAME_SIZE), np.float32)
    for view, (left, top, side), flipped in zip(evidence, squares, mirrored, strict=True):
        for_it = view[..., diagnosis] - view.mean(axis=-1)
        _lay(canvas, for_it[:, ::-1] if flipped else for_it, left, top, side)
    canvas = np.maximum(canvas, 0.0)
    most = canvas.max()
    return np.rint(canvas * (255.0 / most)).astype(np.uint8) if most > 0 else canvas.astype(np.uint8)


def energy_inside(explanation: np.ndarray, mask: np.ndarray) -> float:
    """How much of the explanation lies on the lesion.

    Args:
        explanation: uint8 (height, width), from `explain`.
        mask: bool of the same shape.

    Returns:
        0..1; 0.0 where the explanation is empty: nothing was shown to lie on the lesion.

    Source: the energy-based pointing game; Wang et al. 2020, Score-CAM (arXiv:1910.01279).
    """
    total = explanation.sum(dtype=np.float64)
    return float(explanation[mask].sum(dtype=np.float64) / total) if total > 0 else 0.0


def _lay(canvas: np.ndarray, small: np.ndarray, left: float, top: float, side: float) -> None:
    """Adds the map, enlarged to its square and per area, to the canvas."""
    x0, y0 = round(left), round(top)
    size = max(min(round(side), canvas.shape[1] - x0, canvas.shape[0] - y0), 1)
    enlarged = Image.fromarray(np.ascontiguousarray(small, np.float32)).resize((size, size), Image.Resampling.BILINEAR)
    canvas[y0 : y0 + size, x0 : x0 + size] += np.asarray(enlarged) * (FRAME_SIZE / side) ** 2
