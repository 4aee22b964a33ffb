"""The operating points of a classifier, and the one that a result was compared with."""

from dataclasses import dataclass

from analysis.models import Prediction
from cases.views.presenters.percent import percent

# What each point was chosen for, on the validation pictures; the figures on unseen ones are in the model card.
SENTENCES = {
    "rule_out": "at least 95% of the malignant validation pictures were above it.",
    "balanced": "chosen so that missed malignant and wrongly suspected benign validation pictures are balanced.",
    "": "the malignant probability from which on this version calls a picture suspicious.",
}


@dataclass(frozen=True)
class Point:
    """One place on the scale of the malignant probability."""

    name: str
    percent: str
    sentence: str
    used: bool


def present_points(prediction: Prediction, thresholds: dict, used_percent: str) -> list[Point]:
    """The point that was used, first; then the others of the same model version, where it names any.

    Args:
        prediction: names the point that was used; old rows name none.
        thresholds: of the classifier's ModelVersion.
        used_percent: the used point as text, with as many digits as the probability beside it needs.
    """
    used = prediction.operating_point
    name = prediction.get_operating_point_display() or "Threshold"
    points = [Point(name, used_percent, SENTENCES.get(used, ""), used=True)]
    others = ((code, str(words)) for code, words in Prediction.OperatingPoint.choices if code != used)
    # a row from before operating points keeps its one threshold: points added later were never used on it
    return points + [
        Point(words, percent(thresholds[code]), SENTENCES[code], used=False)
        for code, words in others
        if used and code in thresholds
    ]
