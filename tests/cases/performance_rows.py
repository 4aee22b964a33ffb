"""Lesions with a truth and a result, a few words each."""

from datetime import timedelta

from django.utils import timezone

from cases.models import Case, LesionImage
from tests.cases.loop_rows import histology, signed
from tests.factories import (
    CLASSES,
    AnalysisFactory,
    CaseFactory,
    DoneAnalysisFactory,
    LesionImageFactory,
    PatientFactory,
)

NAMES_ONLY = {"original": "o.jpg", "rendition": "r.jpg", "thumbnail": "t.jpg"}
SCORES = {"suspicious": 0.65, "needs_a_person": 0.4, "likely_benign": 0.1}


def probabilities(answer: str) -> list[float]:
    """Seven of them, `answer` far ahead."""
    return [0.7 if code == answer else 0.05 for code in CLASSES]


def picture(case: Case, *, days: int = 0, **fields) -> LesionImage:
    """A picture received so many days ago; its files are names only."""
    image = LesionImageFactory(case=case, **NAMES_ONLY, **fields)
    at = timezone.now() - timedelta(days=days)
    LesionImage.objects.filter(pk=image.pk).update(received_at=at)
    return image


def judged(image: LesionImage, outcome: str, answer: str = "mel", *, score: float | None = None, **fields):
    """An analysis of `image` that ended as `outcome`: a verdict, refused, or failed."""
    if outcome in ("refused", "failed"):
        state = "rejected" if outcome == "refused" else "failed"
        reason = {"reason_code": "too_blurred", "reason": "Too blurred.", "finished_at": timezone.now()}
        return AnalysisFactory(image=image, state=state, **reason, **fields)
    return DoneAnalysisFactory(
        image=image,
        segmentation__mask="m.png",
        prediction__verdict=outcome,
        prediction__probabilities=probabilities(answer),
        prediction__malignant_probability=SCORES[outcome] if score is None else score,
        prediction__uncertainty=0.8 if outcome == "needs_a_person" else 0.2,
        prediction__explanation="e.png",
        **fields,
    )


def lesions(
    count: int, by, truth: str, outcome: str, answer: str = "mel", *, against="histology", patient=None, **facts
):
    """So many lesions, each with one case, one picture with that outcome, and its truth."""
    for _ in range(count):
        person = patient or PatientFactory(clinic=by.clinic, **facts)
        case = CaseFactory(lesion__patient=person, opened_by=by)
        judged(picture(case), outcome, answer)
        if against == "histology":
            histology(case.lesion, truth, by=by, case=case)
        else:
            signed(case, "dismiss", diagnosis=truth)
