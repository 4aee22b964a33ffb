"""Which pictures a batch is about, and which of them have no answer yet.

The record knows where a picture is from; it signs in here, because nothing above is imported.
"""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from analysis.models import Analysis, BatchRun
from analysis.models.analysis import LIVE_STATES

FINISHED_STATES = ("done", "rejected")
AGAIN = "again"  # in a selection: results of before the batch are no answer

# takes a clinic (or None) and a selection, gives the record's pictures
_choose: list[Callable[..., QuerySet]] = []


def choose_with(choose: Callable[..., QuerySet]) -> None:
    """From now on `choose(clinic_id=..., selection=...)` says which pictures a selection means."""
    _choose[:] = [choose]


def chosen(batch: BatchRun) -> QuerySet:
    """The pictures that the batch's selection means, stored before it was asked for."""
    (choose,) = _choose
    images = choose(clinic_id=batch.clinic_id, selection=batch.selection)
    return images.filter(received_at__lte=batch.asked_at) if batch.asked_at else images


def answers(batch: BatchRun) -> QuerySet[Analysis]:
    """Runs that make one of this batch needless.

    A hidden run answers only a batch whose own results are hidden. Where a batch asks again, only live runs and those
    asked for since it began do.
    """
    same = Analysis.objects.filter(segmenter=batch.segmenter_id, classifier=batch.classifier_id).order_by()
    if not batch.shadow:
        same = same.filter(shadow=False)
    finished = Q(state__in=FINISHED_STATES)
    if batch.selection.get(AGAIN):
        finished &= Q(queued_at__gte=batch.asked_at) if batch.asked_at else Q(pk__in=[])
    return same.filter(Q(state__in=LIVE_STATES) | finished)


def overruled(batch: BatchRun, images: QuerySet) -> QuerySet:
    """Those for which a clinician overruled a gate, and that have no answer: a batch overrules none, and its refusal
    would hide their result. None for a hidden batch, which hides nothing."""
    if batch.shadow:
        return images.none()
    speaks = Analysis.objects.filter(image=OuterRef("pk"), shadow=False).exclude(state="failed")
    newest = Subquery(speaks.order_by("-queued_at", "-pk").values("anyway")[:1])
    candidates = images.filter(pk__in=Analysis.objects.filter(anyway=True).order_by().values("image"))
    answered = answers(batch).filter(image=OuterRef("pk"))
    return candidates.alias(anyway=newest).filter(~Exists(answered), anyway=True)


def to_ask(batch: BatchRun, images: list[int]) -> list[tuple[int, int | None]]:
    """Of these pictures those to ask for, each with the result that pages show now: its newest one that is not hidden.

    By the rules of `answers` and `overruled`, asked here and not in the query: a planner whose statistics know nothing
    of the rows that this batch has made so far looks through all of them for every picture (measured: 15 s a piece).
    """
    runs: dict[int, list[Analysis]] = {image: [] for image in images}
    for run in Analysis.objects.filter(image__in=images).order_by("-queued_at", "-pk"):
        runs[run.image_id].append(run)
    return [(image, _shown(of_image)) for image, of_image in runs.items() if _is_open(batch, of_image)]


def _is_open(batch: BatchRun, runs: list[Analysis]) -> bool:
    if any(_is_answer(batch, run) for run in runs):
        return False
    speaking = (run.anyway for run in runs if not run.shadow and run.state != "failed")
    return batch.shadow or not next(speaking, False)


def _is_answer(batch: BatchRun, run: Analysis) -> bool:
    same = (run.segmenter_id, run.classifier_id) == (batch.segmenter_id, batch.classifier_id)
    if not same or (run.shadow and not batch.shadow):
        return False
    fresh = not batch.selection.get(AGAIN) or run.queued_at >= batch.asked_at
    return run.is_live or (run.state in FINISHED_STATES and fresh)


def _shown(runs: list[Analysis]) -> int | None:
    return next((run.pk for run in runs if not run.shadow and run.state in FINISHED_STATES), None)
