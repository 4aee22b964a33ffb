"""Somebody has looked at the dry run and wants the import."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.record_event import record_event
from analysis.models import BatchRun
from analysis.request import request_batch
from cases.models import ImportRow, ImportRun
from cases.services.publish_import import publish_import

NOT_NOW = "This import does not wait for a confirmation (any more)."
NOTHING = "No row of this import is ready, so there is nothing to import."


def confirm_import(*, run: ImportRun, by: User) -> ImportRun:
    """Take in the rows that are ready, with the audit event "import.confirmed"; the refused ones stay out.

    Raises:
        django.core.exceptions.ValidationError: codes "not_checked", "nothing_to_import".
    """
    ready = run.rows.filter(state=ImportRow.State.READY).count()
    with transaction.atomic():
        waiting = ImportRun.objects.filter(
            pk=run.pk, checked_at__isnull=False, confirmed_at__isnull=True, cancelled_at__isnull=True
        )
        if not waiting.update(confirmed_at=timezone.now(), confirmed_by=by):
            raise ValidationError(NOT_NOW, code="not_checked")
        if not ready:
            raise ValidationError(NOTHING, code="nothing_to_import")
        ImportRun.objects.filter(pk=run.pk).update(batch=_batch(run, ready, by))
        run.refresh_from_db()
        record_event(act="import.confirmed", by=by, about=run, clinic_id=run.clinic_id, detail={"rows": ready})
        publish_import(run=run)
    return run


def _batch(run: ImportRun, pictures: int, by: User) -> BatchRun | None:
    try:
        return request_batch(clinic=run.clinic, by=by, selection={"import": run.pk}, image_count=pictures)
    except ValidationError as refusal:
        if refusal.code != "no_active_model":
            raise
        return None  # the pictures are kept all the same, like any upload
