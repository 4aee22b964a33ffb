"""The clinic registers a patient."""

from datetime import date

from accounts.models import Clinic, User
from cases.models import Patient
from cases.services.save_patient import save_patient


def register_patient(
    *,
    clinic: Clinic,
    record_number: str,
    name: str,
    birth_date: date | None = None,
    sex: str = "unknown",
    skin_type: str = "",
    notes: str = "",
    by: User,
) -> Patient:
    """A new patient of `clinic`, with the audit event "patient.registered".

    Raises:
        django.core.exceptions.ValidationError: a field does not fit, or the record number is taken in this clinic.
    """
    patient = Patient(
        clinic=clinic,
        record_number=record_number,
        name=name,
        birth_date=birth_date,
        sex=sex,
        skin_type=skin_type,
        notes=notes,
        created_by=by,
    )
    return save_patient(patient=patient, act="patient.registered", by=by)
