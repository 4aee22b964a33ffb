"""Events as rows of a file: a table for a spreadsheet, or one JSON object a line for programs."""

import json
from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from accounts.models import AuditEvent, User
from accounts.services.record_event import record_event
from cases.csv_rows import csv_response

# with the chain's columns, so that a file can be held against the trail
COLUMNS = (
    ["id", "at", "act", "user_id", "user_email", "clinic_id", "object_type", "object_id", "detail", "request_id"]
    + ["chain", "number", "previous", "hash"]
)  # fmt: skip
FORMS = ("csv", "jsonl")
AS_MANY = 2000


def trail_response(*, events: QuerySet[AuditEvent], form: str, filters: list[str], by: User) -> StreamingHttpResponse:
    """A download with the events, oldest first, read while it is sent; leaves the event "audit.exported".

    Args:
        events: those that `by` may see.
        form: "csv" (no cell is a formula) or "jsonl".
        filters: names of the filters that were on, never what was typed into them.
    """
    found = events.order_by("pk")
    last = found.values_list("pk", flat=True).last() or 0
    found = found.filter(pk__lte=last)  # not the event of this export, whose turn would come at the end
    record_event(act="audit.exported", by=by, detail={"form": form, "count": found.count(), "filters": filters})
    rows = found.values_list(*COLUMNS).iterator(AS_MANY)
    if form == "csv":
        return csv_response("audit.csv", COLUMNS, (_cells(row) for row in rows))
    headers = {"Content-Disposition": 'attachment; filename="audit.jsonl"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(_lines(rows), content_type="application/jsonl; charset=utf-8", headers=headers)


def _cells(row: tuple) -> list:
    values = dict(zip(COLUMNS, row, strict=True))
    values |= {"at": values["at"].isoformat(), "detail": json.dumps(values["detail"], sort_keys=True)}
    return list(values.values())


def _lines(rows: Iterator[tuple]) -> Iterator[str]:
    for row in rows:
        values = dict(zip(COLUMNS, row, strict=True))
        yield json.dumps(values | {"at": values["at"].isoformat()}, sort_keys=True) + "\n"
