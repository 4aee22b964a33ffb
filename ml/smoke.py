"""Does a network work at all? A few drawn lesions through the whole pipeline."""

from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from ml.delivery import NotAccepted
from ml.draw import draw_lesion
from ml.errors import Refused, WeightsMissing, WeightsTampered
from ml.pipeline import Pipeline, Result

SEEDS = (7, 1, 2, 3)
LEAST_OVERLAP = 0.5  # IoU with the outline that was drawn; the shipped segmenter reaches 0.9 and more


def smoke(*, segmenter: str, classifier: str, weights_dir: Path) -> Result:
    """The result of the first drawn picture that the pair answers.

    Raises:
        NotAccepted: the files cannot be loaded, the pair refuses every picture, its numbers are none, or its outlines
            lie beside the lesions.
    """
    try:
        pipeline = Pipeline.load(segmenter=segmenter, classifier=classifier, weights_dir=weights_dir)
        drawn = [draw_lesion(seed) for seed in SEEDS]
        outcomes = pipeline.analyse_many([_jpeg(picture) for picture, _ in drawn], anyway=[True] * len(drawn))
    except (WeightsMissing, WeightsTampered) as error:
        raise NotAccepted(str(error)) from error
    except (ValueError, IndexError, RuntimeError) as error:  # what a graph of other shapes ends in
        raise NotAccepted(f"{segmenter} with {classifier} cannot analyse a picture: {error}") from error
    answered = [(outcome, mask) for outcome, (_, mask) in zip(outcomes, drawn, strict=True) if _is_result(outcome)]
    if not answered:
        raise NotAccepted(f"{segmenter} with {classifier} finds no lesion in any of {len(drawn)} drawn pictures.")
    for result, mask in answered:
        chances = list(result.probabilities.values())
        if not (np.isfinite(chances).all() and abs(sum(chances) - 1) < 1e-3):
            raise NotAccepted(f"{classifier} gives probabilities that do not sum to 1 on a drawn picture.")
        overlap = (result.mask & mask).sum() / (result.mask | mask).sum()
        if overlap < LEAST_OVERLAP:
            raise NotAccepted(f"{segmenter} draws its outline beside the lesion of a drawing (IoU {overlap:.2f}).")
    return answered[0][0]


def _is_result(outcome: Result | Refused) -> bool:
    return not isinstance(outcome, Refused)


def _jpeg(picture: np.ndarray) -> bytes:
    out = BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=92)
    return out.getvalue()
