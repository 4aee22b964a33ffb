"""Which pictures a batch is about, and which of them have no answer yet.

The record knows where a picture is from; it signs in here, because nothing above is imported.
"""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

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


def unanswered(images: QuerySet, batch: BatchRun) -> QuerySet:
    """Those without a live or finished run of the very same versions; see `answers`."""
    return images.filter(~Exists(answers(batch).filter(image=OuterRef("pk"))))


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


def not_overruled(images: QuerySet, batch: BatchRun) -> QuerySet:
    """Without those whose gate a clinician overruled: a batch overrules none, and its refusal would hide their result.

    A hidden batch hides nothing, so it takes them too.
    """
    if batch.shadow:
        return images
    speaks = _newest_first(shadow=False).exclude(state="failed")
    return images.alias(overruled=Coalesce(Subquery(speaks.values("anyway")[:1]), False)).filter(overruled=False)


def with_shown(images: QuerySet) -> QuerySet:
    """Each with `shown`, the id of the result that pages show now: the newest one that is not hidden."""
    finished = _newest_first(shadow=False, state__in=FINISHED_STATES)
    return images.annotate(shown=Subquery(finished.values("pk")[:1]))


def _newest_first(**which) -> QuerySet[Analysis]:
    return Analysis.objects.filter(image=OuterRef("pk"), **which).order_by("-queued_at", "-pk")
