"""A row of the record is checked and saved, and the audit trail knows."""

from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from accounts.models import User
from accounts.services.record_event import record_event

Row = TypeVar("Row", bound=models.Model)


def save_record(*, row: Row, act: str, by: User, clinic_id: int, detail: dict[str, Any] | None = None) -> Row:
    """Check `row` against its fields and constraints, then save it together with its audit event.

    Raises:
        django.core.exceptions.ValidationError: what the user typed does not fit.
    """
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
            record_event(act=act, by=by, about=row, clinic_id=clinic_id, detail=detail)
    except IntegrityError:
        # somebody else was faster: the same sentence as if they had been there from the start
        row.full_clean()
        raise
    return row
