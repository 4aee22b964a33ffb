"""An import begins: every picture gets its row, and the check is asked for."""

import shutil
import tempfile
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Clinic, User
from accounts.services.record_event import record_event
from cases.imports.columns import find_columns
from cases.imports.plan import plan_rows
from cases.imports.refused import ImportRefused
from cases.imports.sheet import MOST_BYTES, TOO_LARGE, Sheet, read_sheet
from cases.imports.source import Source, open_source
from cases.models import ImportRow, ImportRun
from cases.services.check_import_row import DAMAGED
from cases.services.keep_import_files import SHEETS
from cases.services.publish_import import publish_import

AT_ONCE = 1000


def start_import(
    *,
    clinic: Clinic | None,
    source: Path,
    sheet: bytes | IO[bytes] | None = None,
    patient: str = "",
    site: str = "",
    source_is_ours: bool = True,
    by: User,
) -> ImportRun:
    """A new import with a row for each picture, and the audit event "import.started".

    Args:
        clinic: whose patients they are.
        source: a ZIP, or a folder on this machine.
        sheet: the CSV, its bytes or a file that can be read more than once; None: the one inside `source` if there is
            one, else each file is a row.
        patient: record number for rows that say none.
        site: code of the body site for rows that say none.
        source_is_ours: removed at the end, and worked on by the workers; otherwise by whoever started it.
        by: who imports; the pictures are received in their name.

    Raises:
        ImportRefused: the files or the table cannot be read at all; see `cases.imports`. Code "no_clinic" for the
            operator, who belongs to none. Nothing is kept then.
    """
    try:
        if clinic is None:
            raise ImportRefused(
                "no_clinic", "Your account belongs to no clinic, so there are no patients to import for."
            )
        with ExitStack() as while_read:
            with open_source(source) as opened:
                keys = opened.list_keys()
                if sheet is None:
                    sheet = _sheet_inside(opened, keys, while_read)
            table = read_sheet(sheet) if sheet is not None else None
            pictures = [key for key in keys if not key.lower().endswith(SHEETS)]
            if not pictures:
                raise ImportRefused("no_files", "There is no picture in these files.")
            run = ImportRun.objects.create(
                clinic=clinic,
                started_by=by,
                source=str(source),
                source_is_ours=source_is_ours,
                ignored_columns=find_columns(table.header).ignored if table else [],
            )
            try:
                rows = _save_rows(run, pictures, table, patient=patient, site=site)
            except BaseException:
                run.delete()
                raise
        with transaction.atomic():
            run.read_at = timezone.now()
            run.save(update_fields=["read_at"])
            record_event(act="import.started", by=by, about=run, clinic_id=clinic.pk, detail={"rows": rows})
            publish_import(run=run)
    except BaseException:
        if source_is_ours:
            source.unlink(missing_ok=True)
        raise
    return run


def _sheet_inside(source: Source, keys: list[str], while_read: ExitStack) -> IO[bytes] | None:
    """The table among the files, in a file of ours: it is read more than once, and a ZIP unpacks it each time."""
    sheets = [key for key in keys if key.lower().endswith(SHEETS)]
    # an exported patient has a table of its pictures beside those of its rows; an ISIC archive calls it metadata
    usual = [key for key in sheets if key.lower() in ("images.csv", "metadata.csv")]
    if len(usual) == 1:
        sheets = usual
    if len(sheets) > 1:
        raise ImportRefused("two_sheets", "There are several CSV files among the pictures; keep one of them.")
    if not sheets:
        return None
    if source.bytes_of(sheets[0]) > MOST_BYTES:
        raise ImportRefused("sheet_too_large", TOO_LARGE)
    kept = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - `while_read` closes it
    table = while_read.enter_context(kept)
    try:
        with source.open(sheets[0]) as file:
            shutil.copyfileobj(file, table)
    except (*DAMAGED, OSError) as error:
        sentence = "The CSV inside the ZIP is damaged. Pack the files again, or upload the table beside the ZIP."
        raise ImportRefused("sheet_unreadable", sentence) from error
    return table


def _save_rows(run: ImportRun, keys: list[str], sheet: Sheet | None, **meant: str) -> int:
    # no transaction around all of them: a hundred thousand rows would keep every clinician's writes waiting. Nobody
    # works on a run before `read_at` says that its rows are complete
    planned = plan_rows(keys, sheet, **meant)
    count = 0
    while some := list(islice(planned, AT_ONCE)):
        for row in some:
            row.run = run
        count += len(ImportRow.objects.bulk_create(some))
    return count
