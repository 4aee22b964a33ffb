"""The clinic registers a patient."""

from datetime import date

from django.core.exceptions import ValidationError

from accounts.models import Clinic, User
from cases.models import Patient
from cases.selectors import namesakes
from cases.services.save_patient import save_patient


def register_patient(
    *,
    clinic: Clinic,
    record_number: str,
    name: str,
    birth_date: date | None = None,
    sex: str = "unknown",
    skin_type: str = "",
    personal_melanoma: bool | None = None,
    family_melanoma: bool | None = None,
    immunosuppression: bool | None = None,
    many_nevi: bool | None = None,
    research_consent_on: date | None = None,
    notes: str = "",
    unless_known: bool = False,
    by: User,
) -> Patient:
    """A new patient of `clinic`, with the audit event "patient.registered".

    The four risk factors are True, False, or None where nobody asked.

    Args:
        clinic: where the patient is registered.
        record_number: the clinic's own, unique there.
        name: as in the clinic's files.
        birth_date: in the past.
        sex: of `Patient.Sex`.
        skin_type: of `Patient.SkinType`, empty where not recorded.
        personal_melanoma: had a melanoma before.
        family_melanoma: a parent, sibling or child had one.
        immunosuppression: by illness or medicine.
        many_nevi: more than 50.
        research_consent_on: the day of the written consent; None where there is none.
        notes: in the clinician's words.
        unless_known: refuse (code "same_person") where a patient of the same name and birth date is registered.
        by: who registers.

    Raises:
        django.core.exceptions.ValidationError: a field does not fit, the record number is taken in this clinic, or
            the patient seems to be known (only with `unless_known`).
    """
    patient = Patient(
        clinic=clinic,
        record_number=record_number,
        name=name,
        birth_date=birth_date,
        sex=sex,
        skin_type=skin_type,
        personal_melanoma=personal_melanoma,
        family_melanoma=family_melanoma,
        immunosuppression=immunosuppression,
        many_nevi=many_nevi,
        research_consent_on=research_consent_on,
        notes=notes,
        created_by=by,
    )
    if unless_known:
        _refuse_if_known(patient, by)
    return save_patient(patient=patient, act="patient.registered", by=by)


def _refuse_if_known(patient: Patient, by: User) -> None:
    # the clinic, because an operator sees several; its absence is said by the checks of the row
    known = (
        namesakes(by, clinic=patient.clinic, name=patient.name, birth_date=patient.birth_date)
        if patient.clinic_id
        else []
    )
    if known:
        numbers = ", ".join(other.record_number for other in known)
        sentence = f"A patient of this name and birth date is registered with the record number {numbers}."
        raise ValidationError({"name": ValidationError(sentence, code="same_person")})
