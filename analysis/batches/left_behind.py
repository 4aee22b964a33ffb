"""Batches whose network is no longer in use: what they would still find must not take the place of what stands."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from accounts.services.record_event import record_event
from analysis.batches.unfinished import unfinished
from analysis.models import BatchRun, ModelVersion

NOT_IN_USE = (
    "{version} is not in use any more, and this batch would put its results in the place of those that stand. Start a "
    "new batch: its results stay hidden until they are signed off."
)
# an import's pictures have no other analysis; and a hidden batch replaces nothing
REPLACES = Q(shadow=False) & ~Q(selection__has_key="import")


def pause_left_behind(*, by: User | None) -> int:
    """Pause every unfinished batch that would show results of a version not in use, inside the caller's transaction.

    What is being analysed in this moment is finished. Audit event "batch.paused" for each.

    Returns:
        How many.
    """
    gone = Q(segmenter__active=False) | Q(classifier__active=False)
    rows = list(unfinished().filter(REPLACES, gone, paused_at__isnull=True))
    for row in rows:
        BatchRun.objects.filter(pk=row.pk).update(paused_at=Now())
        detail = {"because": "not_in_use"}
        record_event(act="batch.paused", by=by, about=row, clinic_id=row.clinic_id, detail=detail)
    return len(rows)


def refuse_left_behind(batch: BatchRun) -> None:
    """Raises:
    ValidationError: code "not_in_use".
    """
    if not BatchRun.objects.filter(REPLACES, pk=batch.pk).exists():
        return
    networks = ModelVersion.objects.filter(pk__in=[batch.segmenter_id, batch.classifier_id], active=False)
    if gone := networks.first():
        raise ValidationError(NOT_IN_USE.format(version=gone), code="not_in_use")
