"""A case's reason changes."""

from typing import Any

from accounts.models import User
from cases.models import Case
from cases.services.change_record import change_record
from cases.services.save_record import save_record

CHANGEABLE = frozenset({"reason"})


def change_case(*, case: Case, by: User, **changes: Any) -> Case:
    """The case with `changes` applied, with the audit event "case.changed" naming the fields.

    Raises:
        django.core.exceptions.ValidationError: the reason is too long.
        TypeError: a field that never changes, such as the lesion.
    """
    clinic_id = case.lesion.patient.clinic_id
    return change_record(
        row=case,
        changes=changes,
        allowed=CHANGEABLE,
        save=lambda row, detail: save_record(row=row, act="case.changed", by=by, clinic_id=clinic_id, detail=detail),
    )
