"""A worker checks or imports rows, one after the other, until its time is up or nothing is left."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DatabaseError

from cases.imports.refused import ImportRefused
from cases.imports.source import Source, open_source
from cases.models import ImportRow, ImportRun, LesionImage
from cases.services.check_import_row import Checked, check_import_row
from cases.services.claim_import_row import claim_import_row
from cases.services.end_import_phase import end_import_phase
from cases.services.import_row import import_row
from cases.services.publish_import import publish_import

logger = logging.getLogger(__name__)

SLICE_SECONDS = 10  # then the worker's other messages get their turn
BUG = "The row could not be imported because of an error in the program. Please tell the operator."
GONE = "The files of this import are not there any more. Start it again."


def work_on_import(
    *,
    run_id: int,
    ticket: int | None = None,
    seconds: float = SLICE_SECONDS,
    check: Callable[..., Checked] = check_import_row,
    take: Callable[..., LesionImage] = import_row,
    tell: Callable[[ImportRow], None] | None = None,
) -> bool:
    """Work on an import's next rows. Any number of workers may do so at once; each row is claimed before it is touched.

    Args:
        run_id: the ImportRun.
        ticket: of the message; an older one than the run's newest does nothing. None: nobody was told by a message.
        seconds: how long to go on; no new row is begun after that.
        check: stands in for `check_import_row`.
        take: stands in for `import_row`.
        tell: called with every row that this call has ended.

    Returns:
        Whether rows are left. When this call has ended some, a new message asks for the next ones; when all that are
        left are in other hands, the reconciler looks again after their leases.
    """
    run = ImportRun.objects.filter(pk=run_id).select_related("clinic", "started_by", "confirmed_by", "batch").first()
    if run is None or not run.is_live or ticket not in (None, run.ticket):
        return False
    until, ended = time.monotonic() + seconds, 0
    try:
        with open_source(Path(run.source)) as source:
            while time.monotonic() < until and (row := claim_import_row(run=run)):
                _work(row, source, check if run.state == "checking" else take)
                ended += 1
                if tell:
                    tell(row)
                run.refresh_from_db()
    except ImportRefused as refusal:
        logger.error("import %s: %s", run.pk, refusal.code)
        _refuse_the_rest(run)
    if end_import_phase(run=run):
        return False
    if ended:
        publish_import(run=run)
    return True


def _work(row: ImportRow, source: Source, act: Callable) -> None:
    try:
        result = act(row=row, source=source)
    except ValidationError as refusal:
        result = Checked(errors=[_error("", getattr(refusal, "code", None) or "refused", " ".join(refusal.messages))])
    except (DatabaseError, OSError, MemoryError):
        raise  # the machine's trouble: the lease runs out, and the row goes to the next worker
    except Exception:
        logger.exception("row %s of import %s", row.pk, row.run_id)
        result = Checked(errors=[_error("", "program_error", BUG)])
    except BaseException:
        _held(row).update(token=None, lease_until=None)  # this process was told to stop; the next one goes on
        raise
    _end(row, result)


def _end(row: ImportRow, result: Checked | LesionImage) -> None:
    # the token decides: who was too slow has lost the row to somebody else and writes nothing
    free = {"token": None, "lease_until": None}
    if isinstance(result, LesionImage):
        _held(row).update(state=ImportRow.State.DONE, image=result, **free)
    elif row.state == ImportRow.State.UNCHECKED:
        state = ImportRow.State.REFUSED if result.errors else ImportRow.State.READY
        _held(row).update(state=state, errors=result.errors, sha256=result.sha256, attempts=0, **free)
    else:
        _held(row).update(state=ImportRow.State.FAILED, errors=result.errors, **free)


def _held(row: ImportRow):
    return ImportRow.objects.filter(pk=row.pk, token=row.token)


def _refuse_the_rest(run: ImportRun) -> None:
    state = ImportRow.State.FAILED if run.state == "importing" else ImportRow.State.REFUSED
    rest = run.rows.filter(state__in=[ImportRow.State.UNCHECKED, ImportRow.State.READY])
    rest.update(state=state, errors=[_error("file", "file_missing", GONE)], token=None, lease_until=None)


def _error(column: str, code: str, message: str) -> dict[str, str]:
    return {"column": column, "code": code, "message": message}
