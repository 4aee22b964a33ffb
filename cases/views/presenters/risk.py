"""A case's risk at a glance."""

from dataclasses import dataclass

from cases.models import Case, LesionImage
from cases.selectors import worry
from cases.wording.percent import percents_apart


@dataclass(frozen=True)
class Risk:
    """The most worrying picture of a case: suspicious, then needs a person, then likely benign; then by probability."""

    percent: str
    threshold: str
    verdict: str
    words: str
    anyway: bool
    hidden: bool = False


# there is a result, and the clinic asks for the clinician's impression first; everything else is empty
HIDDEN = Risk("", "", "", "Hidden until your impression", anyway=False, hidden=True)


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
        return CaseGlance(case, images[-1] if images else None, HIDDEN if case.results_hidden else None, images)
    image = max(done, key=lambda image: worry(image.latest_analyses[0].prediction))
    prediction = image.latest_analyses[0].prediction
    probability, threshold = percents_apart(prediction.malignant_probability, prediction.threshold)
    anyway = image.latest_analyses[0].anyway
    risk = Risk(probability, threshold, prediction.verdict, prediction.get_verdict_display(), anyway)
    return CaseGlance(case, image, risk, images)


def speaking_case(newest_first: list[CaseGlance]) -> CaseGlance | None:
    """The case that stands for a lesion: the newest with pictures, so that opening a case hides no earlier result."""
    with_pictures = (case for case in newest_first if case.images)
    return next(with_pictures, newest_first[0] if newest_first else None)
