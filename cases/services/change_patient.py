"""A patient's details change."""

from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from cases.models import Patient
from cases.risk_factors import RISK_FACTORS
from cases.services.change_record import change_record
from cases.services.save_patient import save_patient

CHANGEABLE = frozenset(
    {"record_number", "name", "birth_date", "sex", "skin_type", "research_consent_on", "notes", *RISK_FACTORS}
)


def change_patient(*, patient: Patient, by: User, **changes: Any) -> Patient:
    """The patient with `changes` applied, with the audit event "patient.changed" naming the fields, not the values.

    Raises:
        django.core.exceptions.ValidationError: a field does not fit, the record number is taken in this clinic, or the
            patient was merged into another.
        TypeError: a field that never changes, such as the clinic.
    """
    if patient.merged_into_id:
        raise ValidationError("This patient was merged into another; change that one.", code="merged")
    return change_record(
        row=patient,
        changes=changes,
        allowed=CHANGEABLE,
        save=lambda row, detail: save_patient(patient=row, act="patient.changed", by=by, detail=detail),
    )
