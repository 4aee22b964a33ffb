"""Somebody wants the failed pictures of a batch tried again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from accounts.services.record_event import record_event
from analysis.batches.left_behind import refuse_left_behind
from analysis.batches.pause_batch import ENDED
from analysis.batches.progress import failed_count
from analysis.models import BatchRun

NONE_FAILED = "No picture of this batch has failed."
SIGNED_OFF = "This batch was signed off: what it says stands. Start a new batch for the failed pictures."


def retry_failed(*, batch: BatchRun, by: User) -> BatchRun:
    """Every picture that has failed by now gets a new row in the batch; the failed rows stay. Event "batch.retried".

    Raises:
        ValidationError: codes "batch_ended" (cancelled), "none_failed", "signed_off", "not_in_use".
    """
    with transaction.atomic():
        row = BatchRun.objects.select_for_update(no_key=True).get(pk=batch.pk)
        if row.cancelled_at is not None:
            raise ValidationError(ENDED, code="batch_ended")
        refuse_left_behind(row)
        if row.signed_off_at is not None:
            raise ValidationError(SIGNED_OFF, code="signed_off")
        failed = failed_count(row)
        if not failed:
            raise ValidationError(NONE_FAILED, code="none_failed")
        BatchRun.objects.filter(pk=row.pk).update(retry_until=Now())
        record_event(act="batch.retried", by=by, about=row, clinic_id=row.clinic_id, detail={"failed": failed})
    batch.refresh_from_db()
    return batch
