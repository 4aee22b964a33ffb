"""A named administrator has seen what a batch changes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from accounts.services.record_event import record_event
from analysis.models import Analysis, BatchRun
from analysis.models.analysis import LIVE_STATES

NOTE_LENGTH = BatchRun._meta.get_field("sign_off_note").max_length
REFUSALS = {
    "not_finished": "Pictures of this batch are still waiting or being analysed. Sign off when all are finished.",
    "cancelled": "This batch was cancelled: nobody can say what the rest would have changed.",
    "empty": "This batch has no result, so there is nothing to sign off.",
    "signed_off": "This batch was signed off already.",
}


def sign_off_batch(*, batch: BatchRun, by: User, note: str = "") -> BatchRun:
    """Sign off what the batch changes; the versions it used may be used for new pictures then.

    Args:
        batch: a row that `by` may see.
        by: the administrator who looked.
        note: what they want to be remembered.

    Raises:
        ValidationError: a code of `REFUSALS`.
    """
    with transaction.atomic():
        row = BatchRun.objects.select_for_update().get(pk=batch.pk)
        if code := why_not(row):
            raise ValidationError(REFUSALS[code], code=code)
        BatchRun.objects.filter(pk=row.pk).update(
            signed_off_by=by, signed_off_at=Now(), sign_off_note=note.strip()[:NOTE_LENGTH]
        )
        record_event(
            act="batch.signed_off",
            by=by,
            about=row,
            clinic_id=row.clinic_id,
            detail={"segmenter": row.segmenter.version, "classifier": row.classifier.version, "shadow": row.shadow},
        )
    batch.refresh_from_db()
    return batch


def why_not(batch: BatchRun) -> str:
    """The code of what stands in the way of a signature; empty where nothing does."""
    rows = Analysis.objects.filter(batch=batch)
    if batch.signed_off_at:
        return "signed_off"
    if batch.cancelled_at:
        return "cancelled"
    if batch.filled_at is None or batch.retry_until or rows.filter(state__in=LIVE_STATES).exists():
        return "not_finished"
    return "" if rows.filter(state__in=["done", "rejected"]).exists() else "empty"
