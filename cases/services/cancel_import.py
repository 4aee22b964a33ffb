"""Somebody stops an import."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.record_event import record_event
from cases.models import ImportRow, ImportRun
from cases.services.discard_import_files import discard_import_files

ENDED = "This import has ended already."


def cancel_import(*, run: ImportRun, by: User) -> ImportRun:
    """No further row is begun and our copy of the files goes; what is in stays. Audit event "import.cancelled".

    Raises:
        django.core.exceptions.ValidationError: code "import_ended".
    """
    with transaction.atomic():
        live = ImportRun.objects.filter(pk=run.pk, finished_at__isnull=True, cancelled_at__isnull=True)
        if not live.update(cancelled_at=timezone.now(), cancelled_by=by):
            raise ValidationError(ENDED, code="import_ended")
        done = run.rows.filter(state=ImportRow.State.DONE).count()
        record_event(act="import.cancelled", by=by, about=run, clinic_id=run.clinic_id, detail={"imported": done})
        discard_import_files(run=run)
    run.refresh_from_db()
    return run
