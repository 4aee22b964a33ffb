"""Somebody lets a paused batch go on."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.services.record_event import record_event
from analysis.batches.left_behind import refuse_left_behind
from analysis.batches.pause_batch import ENDED
from analysis.models import Analysis, BatchRun


def resume_batch(*, batch: BatchRun, by: User) -> BatchRun:
    """The rest goes on where it stood. Resuming a batch that is not paused changes nothing. Event "batch.resumed".

    Raises:
        ValidationError: code "batch_ended": it was cancelled; "not_in_use": its network is not used any more.
    """
    with transaction.atomic():
        row = BatchRun.objects.select_for_update(no_key=True).get(pk=batch.pk)
        if row.cancelled_at is not None:
            raise ValidationError(ENDED, code="batch_ended")
        refuse_left_behind(row)
        if row.paused_at is not None:
            BatchRun.objects.filter(pk=row.pk).update(paused_at=None)
            # their messages were taken from the queue while nobody might begin: the reconciler sends new ones
            Analysis.objects.filter(batch=row, state=Analysis.State.QUEUED).update(published_at=None)
            record_event(act="batch.resumed", by=by, about=row, clinic_id=row.clinic_id)
    batch.refresh_from_db()
    return batch
