"""Somebody holds a batch."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from accounts.services.record_event import record_event
from analysis.batches.unfinished import unfinished
from analysis.models import BatchRun

ENDED = "This batch has ended already."


def pause_batch(*, batch: BatchRun, by: User) -> BatchRun:
    """No further row is begun until somebody resumes it; what is being analysed now is finished.

    Pausing a paused batch changes nothing. Audit event "batch.paused".

    Raises:
        ValidationError: code "batch_ended".
    """
    with transaction.atomic():
        row = BatchRun.objects.select_for_update(no_key=True).get(pk=batch.pk)
        if not unfinished().filter(pk=row.pk).exists():
            raise ValidationError(ENDED, code="batch_ended")
        if row.paused_at is None:
            BatchRun.objects.filter(pk=row.pk).update(paused_at=Now())
            record_event(act="batch.paused", by=by, about=row, clinic_id=row.clinic_id)
    batch.refresh_from_db()
    return batch
