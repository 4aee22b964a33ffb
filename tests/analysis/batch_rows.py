"""A batch and its rows, with what they are compared with."""

from django.utils import timezone

from analysis.models import Analysis, BatchRun
from tests.factories import AnalysisFactory, ClassifierFactory, DoneAnalysisFactory, PredictionFactory, SegmenterFactory

MALIGNANT = {"suspicious": 0.65, "needs_a_person": 0.25, "likely_benign": 0.05}


def newer() -> dict:
    """The pair that a batch tries: the segmenter in use with a classifier that is not."""
    return {"segmenter": SegmenterFactory(), "classifier": ClassifierFactory(version="classifier-new", active=False)}


def a_batch(by, *, clinic=None, **fields) -> BatchRun:
    """Asked for by an administrator of that clinic, all its rows asked for."""
    given = {"clinic": clinic or by.clinic, "asked_by": by, "filled_at": timezone.now(), **newer()}
    return BatchRun.objects.create(**given | fields)


def judged(image, verdict: str, *, classifier=None, answer: str | None = None, **fields) -> Analysis:
    """A finished analysis: a verdict with its leading diagnosis, or "rejected" or "failed"."""
    more = {"classifier": classifier} if classifier else {}
    if verdict in ("rejected", "failed"):
        told = {"reason_code": "too_dark", "reason": "Too dark.", "finished_at": timezone.now()}
        return AnalysisFactory(image=image, state=verdict, **told, **more, **fields)
    prediction = PredictionFactory(
        verdict=verdict,
        malignant_probability=MALIGNANT[verdict],
        uncertainty=0.8 if verdict == "needs_a_person" else 0.2,
        explained=answer or ("mel" if verdict == "suspicious" else "nv"),
        explanation="e.png",
    )
    return DoneAnalysisFactory(image=image, prediction=prediction, segmentation__mask="m.png", **more, **fields)


def again(batch: BatchRun, image, before: str | None, after: str, **fields) -> Analysis:
    """A picture's result of the batch, and the one before it; None for a picture that had none."""
    answer_before = fields.pop("answer_before", None)
    old = judged(image, before, answer=answer_before) if before else None
    common = {"batch": batch, "before": old, "shadow": batch.shadow, "segmenter": batch.segmenter}
    return judged(image, after, classifier=batch.classifier, **common, **fields)
