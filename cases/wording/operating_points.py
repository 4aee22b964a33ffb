"""The operating points of a classifier, and the one that a result was compared with."""

from dataclasses import dataclass

from analysis.models import Prediction
from cases.wording.percent import percent

# What each point was chosen for, on the validation pictures; the figures on unseen ones are in the model card.
SENTENCES = {
    "rule_out": "chosen on the validation pictures so that at least 95% of the malignant ones were at or above it.",
    "balanced": "the largest sum of sensitivity and specificity on the validation pictures.",
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
    """The point that was used, first; then the others of the same version, if its used one is still where it was.

    Args:
        prediction: names the point that was used; old rows name none.
        thresholds: of the classifier's ModelVersion.
        used_percent: the used point as text, with as many digits as the probability beside it needs.
    """
    used = prediction.operating_point
    name = prediction.get_operating_point_display() or "Threshold"
    points = [Point(name, used_percent, SENTENCES.get(used, ""), used=True)]
    others = ((code, str(words)) for code, words in Prediction.OperatingPoint.choices if code != used)
    # a row from before operating points keeps its one threshold: points added later were never used on it. Nor were
    # those of a version whose points have been fitted anew since, which its used one tells
    same_fit = bool(used) and thresholds.get(used) == prediction.threshold
    return points + [
        Point(words, percent(thresholds[code]), SENTENCES[code], used=False)
        for code, words in others
        if same_fit and code in thresholds
    ]
