"""A case's risk at a glance."""

from dataclasses import dataclass

from cases.models import Case, LesionImage
from cases.views.presenters.analysis_result import percent


@dataclass(frozen=True)
class Risk:
    """The highest malignant probability among a case's pictures, with its verdict."""

    percent: str
    threshold: str
    verdict: str


@dataclass(frozen=True)
class CaseGlance:
    """A case in one row: its pictures, the one that speaks for them, and its risk, if any."""

    case: Case
    image: LesionImage | None
    risk: Risk | None
    images: list[LesionImage]


def present_case(case: Case) -> CaseGlance:
    """The row of a case `with_state` whose `images` are prefetched `with_latest_analysis`."""
    images = sorted(case.images.all(), key=lambda image: (image.received_at, image.pk))
    done = [image for image in images if image.latest_analyses and image.latest_analyses[0].prediction]
    if not done:
        return CaseGlance(case, images[-1] if images else None, None, images)
    image = max(done, key=lambda image: image.latest_analyses[0].prediction.malignant_probability)
    prediction = image.latest_analyses[0].prediction
    risk = Risk(percent(prediction.malignant_probability), percent(prediction.threshold), prediction.verdict)
    return CaseGlance(case, image, risk, images)
