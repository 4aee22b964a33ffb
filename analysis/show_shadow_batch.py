"""What a batch found in shadow becomes what clinicians see; the archive is not computed twice."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from accounts.services.record_event import record_event
from analysis.models import Analysis, BatchRun

NOT_SHADOW = "The results of this batch are shown already."
NOT_SIGNED_OFF = "Sign off what this batch changes first; its results can be shown then."


def show_shadow_batch(*, batch: BatchRun, by: User) -> int:
    """Show every result and refusal of the batch, all of them or none.

    What failed stays hidden: it says nothing. So does what was found for a picture for which a clinician overruled a
    gate, because a batch overrules none, and for one that was analysed again since: nobody ever saw the older result,
    so it must not look as if one had changed.

    Returns:
        How many are shown now.

    Raises:
        ValidationError: code "not_shadow" or "not_signed_off".
    """
    with transaction.atomic():
        row = BatchRun.objects.select_for_update().get(pk=batch.pk)
        if not row.shadow:
            raise ValidationError(NOT_SHADOW, code="not_shadow")
        if row.signed_off_at is None:
            raise ValidationError(NOT_SIGNED_OFF, code="not_signed_off")
        hidden = Analysis.objects.filter(batch=row, shadow=True, state__in=["done", "rejected"])
        overruled = Analysis.objects.filter(anyway=True).order_by().values("image")
        newer = Analysis.objects.filter(image=OuterRef("image"), queued_at__gt=OuterRef("queued_at"), shadow=False)
        stands = Exists(newer.filter(state__in=["done", "rejected"]))
        shown = hidden.exclude(image__in=overruled).filter(~stands).update(shadow=False)
        BatchRun.objects.filter(pk=row.pk).update(shadow=False)
        record_event(act="batch.shown", by=by, about=row, clinic_id=row.clinic_id, detail={"analyses": shown})
    batch.refresh_from_db()
    return shown
