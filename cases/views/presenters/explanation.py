"""What the class activation map of a result explains, in words."""

from dataclasses import dataclass
from math import floor

from PIL import Image

from analysis.models import Prediction
from cases.wording.percent import percent
from ml.diagnoses import NAMES

MOSTLY_INSIDE = 0.5


@dataclass(frozen=True)
class Explanation:
    """The caption of the map, or of its absence."""

    diagnosis: str
    probability: str
    rank: str
    inside: str
    mostly_outside: bool
    empty: bool


def present_explanation(prediction: Prediction) -> Explanation | None:
    """None for rows from before there were maps."""
    if not prediction.explanation:
        return None
    by_class = prediction.by_class()
    leads = next(iter(by_class)) == prediction.explained
    return Explanation(
        diagnosis=NAMES.get(prediction.explained, prediction.explained),
        probability=percent(by_class[prediction.explained]),
        # a picture is suspicious for its malignant probability, also where a benign diagnosis is more probable
        rank="the most probable diagnosis" if leads else "the most probable of the malignant diagnoses",
        # downwards: what lies mostly outside never reads as half. After rounding: 0.29 * 100 is 28.99...
        inside=f"{floor(round(prediction.energy_inside * 100, 6))}%",
        mostly_outside=prediction.energy_inside < MOSTLY_INSIDE,
        empty=_empty(prediction),
    )


def _empty(prediction: Prediction) -> bool:
    """Whether the map is black all over; one that lies wholly outside the lesion has no energy inside it either."""
    if prediction.energy_inside > 0:
        return False
    kept = prediction.explanation
    with kept.storage.open(kept.name, "rb") as file, Image.open(file, formats=["PNG"]) as explanation:
        return explanation.getbbox() is None
