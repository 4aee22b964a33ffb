"""A pipeline without networks for judging the judge: it finds what is darker than skin, and answers what it is told."""

import hashlib
from dataclasses import dataclass, field

import numpy as np

from ml.decode import decode
from ml.diagnoses import CODES, MALIGNANT_INDICES
from ml.errors import Refused, Unsuitable
from ml.outline import outline_of
from ml.preprocess import squash
from ml.regions import largest_region


@dataclass(frozen=True)
class Entry:
    """What the report says about a network."""

    version: str
    sha256: str
    operating_points: dict[str, float] = field(default_factory=dict)
    default_point: str = ""


@dataclass(frozen=True)
class Answered:
    """The fields of `ml.pipeline.Result` that are judged."""

    mask: np.ndarray
    outline: list
    area_fraction: float
    probabilities: dict[str, float]
    malignant_probability: float
    verdict: str
    uncertainty: float
    quality: dict[str, float]
    explanation: np.ndarray
    energy_inside: float


class ThresholdPipeline:
    """`says` maps the number of a call's picture (counted over all calls) to a code; by default its bytes decide."""

    def __init__(self, says=None):
        self.segmenter = Entry("segmenter-t", "5e" * 32)
        self.classifier = Entry("classifier-t", "c1" * 32, {"rule_out": 0.2, "balanced": 0.5}, "rule_out")
        self.says, self.seen = says, 0

    def analyse_many(self, datas):
        return [self._outcome(data) for data in datas]

    def _outcome(self, data):
        number, self.seen = self.seen, self.seen + 1
        try:
            picture = decode(data)
        except Refused as refusal:
            return refusal
        if min(picture.shape[:2]) < 100:
            return Unsuitable("too_small", "The picture is too small.")
        luminance = squash(picture).mean(axis=2)
        small = largest_region(luminance < (luminance.min() + luminance.max()) / 2)
        rows = np.arange(picture.shape[0]) * 224 // picture.shape[0]
        columns = np.arange(picture.shape[1]) * 224 // picture.shape[1]
        mask = small[rows][:, columns]
        leading = self.says(number) if self.says else CODES[hashlib.sha256(data).digest()[0] % len(CODES)]
        given = np.where(np.array(CODES) == leading, 0.7, 0.05)
        malignant = float(given[list(MALIGNANT_INDICES)].sum())
        return Answered(
            mask=mask,
            outline=outline_of(mask),
            area_fraction=float(mask.mean()),
            probabilities=dict(zip(CODES, given.tolist(), strict=True)),
            malignant_probability=malignant,
            verdict="suspicious" if malignant >= 0.2 else "likely_benign",
            uncertainty=0.25,
            quality={"certainty": 0.97},
            explanation=small.astype(np.uint8) * 200,
            energy_inside=0.9,
        )
