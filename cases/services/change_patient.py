"""A patient's details change."""

from typing import Any

from accounts.models import User
from cases.models import Patient
from cases.services.change_record import change_record
from cases.services.save_patient import save_patient

CHANGEABLE = frozenset({"record_number", "name", "birth_date", "sex", "skin_type", "notes"})


def change_patient(*, patient: Patient, by: User, **changes: Any) -> Patient:
    """The patient with `changes` applied, with the audit event "patient.changed" naming the fields, not the values.

    Raises:
        django.core.exceptions.ValidationError: a field does not fit, or the record number is taken in this clinic.
        TypeError: a field that never changes, such as the clinic.
    """
    return change_record(
        row=patient,
        changes=changes,
        allowed=CHANGEABLE,
        save=lambda row, detail: save_patient(patient=row, act="patient.changed", by=by, detail=detail),
    )
