"""Somebody stops a batch for good."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from accounts.models import User
from accounts.services.record_event import record_event
from analysis.batches.pause_batch import ENDED
from analysis.batches.unfinished import unfinished
from analysis.models import Analysis, BatchRun

OF_IMPORT = "These pictures are coming in by an import: cancel the import, or pause this batch."
PIECE = 1000


def cancel_batch(*, batch: BatchRun, by: User) -> BatchRun:
    """What waits is removed, what is being analysed now is finished, and every result stays. Event "batch.cancelled".

    A picture that a clinician asked for meanwhile is no longer the batch's, and is analysed.

    Raises:
        ValidationError: code "batch_ended"; code "of_an_import", new pictures would have no analysis at all.
    """
    with transaction.atomic():
        row = BatchRun.objects.select_for_update(no_key=True).get(pk=batch.pk)
        if "import" in row.selection:
            raise ValidationError(OF_IMPORT, code="of_an_import")
        if not unfinished().filter(pk=row.pk).exists():
            raise ValidationError(ENDED, code="batch_ended")
        BatchRun.objects.filter(pk=row.pk).update(cancelled_at=Now(), paused_at=None, retry_until=None)
        removed = drop_queued(BatchRun.objects.filter(pk=row.pk))
        record_event(
            act="batch.cancelled", by=by, about=row, clinic_id=row.clinic_id, detail={"removed_from_queue": removed}
        )
    batch.refresh_from_db()
    return batch


def drop_queued(batches: QuerySet[BatchRun]) -> int:
    """Remove the queued rows of these batches, which have no result and never will; how many.

    Locked first: Django deletes by id, and a row that a worker claimed in between would go under its hands.
    """
    removed = 0
    rows = Analysis.objects.filter(batch__in=batches.order_by().values("pk"), state=Analysis.State.QUEUED).order_by()
    while True:
        with transaction.atomic():
            locked = rows.select_for_update(skip_locked=True).values_list("pk", flat=True)
            found = list(locked[:PIECE])
            Analysis.objects.filter(pk__in=found).delete()
        removed += len(found)
        if len(found) < PIECE:
            return removed
