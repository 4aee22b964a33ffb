"""The worst mistakes as pictures: what was seen, where the lesion was found, and what the network looked at."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from ml.answers import AnalysesMany, Answer, true_mask
from ml.columns import Columns
from ml.decode import decode_picture
from ml.diagnoses import CODES
from ml.errors import Refused
from ml.labelled import Labelled
from ml.outline import outline_of

MOST = 24
MOST_MISSED = 12
MOST_MASKS = 8
SIDE = 240

FOUND, TRUE = (255, 255, 255), (64, 224, 208)


@dataclass(frozen=True)
class Mistake:
    """One picture of the report."""

    image_id: str
    dx: str
    predicted: str
    confidence: float
    verdict: str
    iou: float
    jpeg: bytes


def worst_diagnoses(answers: Sequence[Answer]) -> list[Answer]:
    """Wrong diagnoses, at most 24: first malignant lesions called benign with the most certainty (at most 12), then the
    most confident of the others."""
    columns = Columns(answers)
    wrong = columns.labelled & columns.answered & ~columns.correct
    missed = wrong & columns.malignant & (np.nan_to_num(columns.malignant_probability, nan=1.0) < 0.5)
    by_miss = [i for i in np.argsort(columns.malignant_probability, kind="stable").tolist() if missed[i]][:MOST_MISSED]
    by_confidence = [
        i for i in np.argsort(-columns.confidence, kind="stable").tolist() if wrong[i] and i not in by_miss
    ]
    return [columns.answers[i] for i in [*by_miss, *by_confidence][:MOST]]


def worst_masks(answers: Sequence[Answer]) -> list[Answer]:
    """The pictures whose found mask fits the true one least, at most 8, none with an IoU of 0.65 or more."""
    poor = [answer for answer in answers if not answer.refusal and answer.iou < 0.65]
    return sorted(poor, key=lambda answer: answer.iou)[:MOST_MASKS]


def shown(
    pipeline: AnalysesMany, answers: Sequence[Answer], pictures: Sequence[Labelled], truth: bool
) -> list[Mistake]:
    """The chosen answers as pictures; the pipeline looks at them again, because a table keeps no masks.

    Args:
        pipeline: loaded.
        answers: few.
        pictures: of the folder.
        truth: draw the true mask's outline instead of the map.
    """
    where = {picture.image_id: picture for picture in pictures}
    mistakes = []
    for answer in answers:
        picture = where[answer.image_id]
        content = picture.picture_path.read_bytes()
        (outcome,) = pipeline.analyse_many([content])
        if isinstance(outcome, Refused):
            continue
        true = outline_of(true_mask(picture.mask_path, outcome.mask.shape)) if truth else []
        probabilities = dict(zip(CODES, answer.probabilities, strict=True))
        predicted = max(probabilities, key=probabilities.get)
        jpeg = _jpeg(decode_picture(content), outcome.outline, true, None if truth else outcome.explanation)
        mistakes.append(
            Mistake(answer.image_id, answer.dx, predicted, probabilities[predicted], answer.verdict, answer.iou, jpeg)
        )
    return mistakes


def _jpeg(picture: Image.Image, found: list, true: list, heat: np.ndarray | None) -> bytes:
    """The picture with the found outline, and beside it with the map, or with both outlines where there is none."""
    scale = SIDE / max(picture.size)
    size = tuple(max(round(side * scale), 1) for side in picture.size)
    small = picture.resize(size, Image.Resampling.LANCZOS)
    second = blended(small, heat) if heat is not None else small.copy()
    first = small.copy()
    if heat is not None:
        _draw(first, found, scale, FOUND)
    _draw(second, found, scale, FOUND)
    _draw(second, true, scale, TRUE)
    both = Image.new("RGB", (2 * size[0] + 4, size[1]), "white")
    both.paste(first, (0, 0))
    both.paste(second, (size[0] + 4, 0))
    file = io.BytesIO()
    both.save(file, "JPEG", quality=80, optimize=True)
    return file.getvalue()


def blended(picture: Image.Image, heat: np.ndarray) -> Image.Image:
    """The picture under a map.

    Args:
        picture: RGB.
        heat: uint8 (side, side) over the whole picture; cold stays clear, hot turns from amber to red.
    """
    grown = Image.fromarray(heat).resize(picture.size, Image.Resampling.BILINEAR)
    level = np.asarray(grown, np.float32)[..., None] / 255
    colour = (1 - level) * np.array([255, 200, 60], np.float32) + level * np.array([215, 25, 45], np.float32)
    cover = 0.62 * np.clip(1.35 * level - 0.2, 0, 1)
    mixed = (1 - cover) * np.asarray(picture, np.float32) + cover * colour
    return Image.fromarray(np.rint(mixed).astype(np.uint8))


def _draw(picture: Image.Image, outline: list, scale: float, colour: tuple[int, int, int]) -> None:
    pen = ImageDraw.Draw(picture)
    for polygon in outline:
        closed = [(x * scale, y * scale) for x, y in [*polygon, *polygon[:2]]]
        pen.line(closed, fill=(20, 20, 20), width=4, joint="curve")
        pen.line(closed, fill=colour, width=2, joint="curve")
