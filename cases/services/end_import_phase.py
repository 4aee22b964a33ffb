"""The check of an import, or the import itself, has reached its last row."""

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.services.record_event import record_event
from cases.models import ImportRow, ImportRun
from cases.services.claim_import_row import MOST_ATTEMPTS
from cases.services.discard_import_files import discard_import_files

LOST = {
    "column": "",
    "code": "worker_lost",
    "message": "The machine that worked on this row stopped three times. Import the picture on its own.",
}


def end_import_phase(*, run: ImportRun) -> bool:
    """Note that every row has been checked or imported, if that is so; any number of workers may ask.

    Returns:
        Whether nothing is left to do in this phase, or the import was cancelled meanwhile.
    """
    run.refresh_from_db()
    if not run.is_live:
        return True
    checking = run.state == "checking"
    open_rows = run.rows.filter(state=ImportRow.State.UNCHECKED if checking else ImportRow.State.READY)
    lost = open_rows.filter(Q(token__isnull=True) | Q(lease_until__lt=Now()), attempts__gte=MOST_ATTEMPTS)
    end = ImportRow.State.REFUSED if checking else ImportRow.State.FAILED
    lost.update(state=end, errors=[LOST], token=None, lease_until=None)
    if open_rows.exists():
        return False
    stamp = "checked_at" if checking else "finished_at"
    with transaction.atomic():
        mine = ImportRun.objects.filter(pk=run.pk, cancelled_at__isnull=True, **{f"{stamp}__isnull": True})
        if mine.update(**{stamp: timezone.now()}):
            detail = {state: run.rows.filter(state=state).count() for state in ("ready", "refused", "done", "failed")}
            act = "import.checked" if checking else "import.finished"
            record_event(act=act, by=None, about=run, clinic_id=run.clinic_id, detail=detail)
            if not checking:
                discard_import_files(run=run)
    return True
