"""A list of the worklist goes out as a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.services.record_event import record_event
from cases.models import Case
from cases.selectors import ids_in_order, worklist_rows

CHUNK = 500
HEADER = (
    "case",
    "record_number",
    "patient",
    "body_site",
    "reason",
    "state",
    "pictures",
    "highest_malignant_probability",
    "needs_a_person",
    "analysed_anyway",
    "opened_at",
    "opened_by",
    "decision",
    "signed_at",
    "follow_up_due_on",
)


@dataclass(frozen=True)
class Export:
    """The column names, and the rows, read while they are sent."""

    header: tuple[str, ...]
    rows: Iterator[tuple]


def export_worklist(*, cases: QuerySet[Case], code: str, filters: list[str], by: User) -> Export:
    """The rows of `cases`, with the audit event "worklist.exported".

    Args:
        cases: on the list `code`, in its order, from the selectors.
        filters: names of the filters that were on, never what was typed into them.
        by: who asks; rows that they cannot see any more when it is their turn are left out.
    """
    ids = ids_in_order(cases)
    with transaction.atomic():
        detail = {"list": code, "cases": len(ids), "filters": filters}
        record_event(act="worklist.exported", by=by, detail=detail)
    return Export(HEADER, _rows(by, ids))


def _rows(by: User, ids: list[int]) -> Iterator[tuple]:
    for start in range(0, len(ids), CHUNK):
        for case in worklist_rows(by, ids[start : start + CHUNK], pictures=False):
            yield _row(case)


def _row(case: Case) -> tuple:
    patient, probability = case.lesion.patient, case.highest_malignant_probability
    return (
        case.pk,
        patient.record_number,
        patient.name,
        case.lesion.site_name,
        case.reason,
        case.state,
        case.image_count,
        None if probability is None else f"{probability:.4f}",
        "yes" if case.needs_a_person else "no",
        "yes" if case.analysed_anyway else "no",
        case.opened_at.isoformat(timespec="seconds"),
        case.opened_by.full_name,
        case.decision,
        case.decided_at.isoformat(timespec="seconds") if case.decided_at else None,
        case.follow_up_due_on,
    )
