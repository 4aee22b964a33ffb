"""What the class activation map of a result explains, in words."""

from dataclasses import dataclass

from analysis.models import Prediction
from cases.views.presenters.percent import percent
from ml.diagnoses import NAMES

MOSTLY_INSIDE = 0.5


@dataclass(frozen=True)
class Explanation:
    """The caption of the map."""

    diagnosis: str
    probability: str
    inside: str
    mostly_outside: bool


def present_explanation(prediction: Prediction) -> Explanation | None:
    """None for rows from before there were maps."""
    if not prediction.explanation:
        return None
    return Explanation(
        diagnosis=NAMES.get(prediction.explained, prediction.explained),
        probability=percent(prediction.by_class().get(prediction.explained, 0.0)),
        inside=f"{prediction.energy_inside * 100:.0f}%",
        mostly_outside=prediction.energy_inside < MOSTLY_INSIDE,
    )
