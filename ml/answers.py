"""What the pipeline said about each picture, as a plain table: answers.csv holds all that the figures are made of."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image
from tqdm import tqdm

from ml.boundary import boundary_error_percent
from ml.diagnoses import CODES
from ml.errors import Refused
from ml.files import in_chunks
from ml.labelled import Labelled
from ml.metrics import dice, iou

TOGETHER = 16
NAN = float("nan")


class AnalysesMany(Protocol):
    """What is needed of `ml.pipeline.Pipeline`."""

    def analyse_many(self, datas: list[bytes]) -> list:
        """One `Result` or `Refused` per file."""


@dataclass(frozen=True)
class Answer:
    """One row: the picture, what is known about it, what the pipeline said, and how well the mask fits.

    "" and NaN where there is nothing. A refused picture with a true mask has iou and dice 0 and an infinite boundary
    error, because a mask that is not given fits nothing.
    """

    image_id: str
    lesion_id: str
    split: str
    dx: str
    age: float
    sex: str
    site: str
    source: str
    refusal: str = ""  # code
    verdict: str = ""
    uncertainty: float = NAN
    akiec: float = NAN  # calibrated probabilities
    bcc: float = NAN
    bkl: float = NAN
    df: float = NAN
    mel: float = NAN
    nv: float = NAN
    vasc: float = NAN
    area_fraction: float = NAN
    certainty: float = NAN  # of the segmenter
    energy_inside: float = NAN
    iou: float = NAN
    dice: float = NAN
    boundary_error: float = NAN  # % of the lesion's diameter

    @property
    def probabilities(self) -> list[float]:
        """In the order of CODES."""
        return [getattr(self, code) for code in CODES]


def answers_for(pipeline: AnalysesMany, pictures: list[Labelled]) -> tuple[list[Answer], list[str]]:
    """Runs the pipeline over pictures.

    Args:
        pipeline: loaded.
        pictures: with or without diagnosis and mask.

    Returns:
        One answer per picture that could be read from disk, and one sentence for every file that could not.
    """
    answers, errors = [], []
    with tqdm(total=len(pictures), unit="picture", disable=len(pictures) < 50) as progress:
        for chunk in in_chunks(pictures, TOGETHER):
            contents = {picture: _content(picture.picture_path, errors) for picture in chunk}
            readable = {picture: content for picture, content in contents.items() if content is not None}
            outcomes = pipeline.analyse_many(list(readable.values()))
            for picture, outcome in zip(readable, outcomes, strict=True):
                answers.append(_answer(picture, outcome, errors))
            progress.update(len(chunk))
    return answers, errors


def _content(path: Path, errors: list[str]) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as error:
        errors.append(f"{path.name}: {error.strerror or error}; the picture is left out.")
        return None


def _answer(picture: Labelled, outcome, errors: list[str]) -> Answer:
    known = {name: getattr(picture, name) for name in ("image_id", "lesion_id", "split", "dx", "sex", "site", "source")}
    known["age"] = NAN if picture.age is None else picture.age
    if isinstance(outcome, Refused):
        fits_nothing = {"iou": 0.0, "dice": 0.0, "boundary_error": float("inf")} if picture.mask_path else {}
        return Answer(**known, refusal=outcome.code, **fits_nothing)
    overlap = {}
    if picture.mask_path:
        try:
            truth = true_mask(picture.mask_path, outcome.mask.shape)
        except (OSError, ValueError) as error:
            errors.append(
                f"{picture.mask_path.name}: not a mask that can be read ({error}); {picture.image_id} has none."
            )
        else:
            overlap = {
                "iou": float(iou(outcome.mask, truth)),
                "dice": float(dice(outcome.mask, truth)),
                "boundary_error": boundary_error_percent(outcome.mask, truth),
            }
    return Answer(
        **known,
        **overlap,
        **outcome.probabilities,
        verdict=outcome.verdict,
        uncertainty=outcome.uncertainty,
        area_fraction=outcome.area_fraction,
        certainty=outcome.quality.get("certainty", NAN),
        energy_inside=outcome.energy_inside,
    )


def true_mask(path: Path, shape: tuple[int, int]) -> np.ndarray:
    """The true mask at the size of the found one.

    Args:
        path: 1-bit or grey picture, white where the lesion is.
        shape: height and width.

    Returns:
        bool (height, width).
    """
    with Image.open(path) as mask:
        sized = mask.convert("L").resize((shape[1], shape[0]), Image.Resampling.NEAREST)
        return np.asarray(sized) > 127


def write_answers(path: Path, answers: Iterable[Answer]) -> None:
    """Writes the table as CSV; numbers keep every digit, NaN is an empty cell."""
    names = [field.name for field in fields(Answer)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for answer in answers:
            cells = (getattr(answer, name) for name in names)
            writer.writerow("" if isinstance(cell, float) and np.isnan(cell) else cell for cell in cells)


def read_answers(path: Path) -> list[Answer]:
    """The table that `write_answers` wrote."""
    kinds = {field.name: field.type for field in fields(Answer)}
    with path.open(newline="", encoding="utf-8") as file:
        return [
            Answer(**{name: float(cell or "nan") if kinds[name] is float else cell for name, cell in row.items()})
            for row in csv.DictReader(file)
        ]
