"""A patient's details are checked and saved."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Clinic, User
from cases.models import Patient
from cases.sealed.keys import data_keys
from cases.services.save_record import save_record


def save_patient(*, patient: Patient, act: str, by: User, detail: dict[str, Any] | None = None) -> Patient:
    """Tidy and check what no single field can, then save with the audit event `act`.

    Raises:
        django.core.exceptions.ValidationError: what the user typed does not fit.
    """
    patient.record_number = patient.record_number.strip()
    patient.name = patient.name.strip()
    patient.sex = patient.sex or Patient.Sex.UNKNOWN
    patient.clean_fields(exclude={"clinic", "created_by", "merged_into"})
    # in local time: a child born this morning is not from the future
    today = timezone.localdate()
    if patient.birth_date is not None and patient.birth_date > today:
        raise ValidationError({"birth_date": ValidationError("The birth date is in the future.", code="in_the_future")})
    if patient.research_consent_on is not None and patient.research_consent_on > today:
        sentence = "The day of the consent is in the future."
        raise ValidationError({"research_consent_on": ValidationError(sentence, code="in_the_future")})
    with transaction.atomic():
        if len(data_keys()) > 1:
            # while keys change, two hashes of one number are not equal, and no constraint sees them: one at a time
            Clinic.objects.select_for_update().filter(pk=patient.clinic_id).first()
        taken = Patient.objects.filter(clinic_id=patient.clinic_id, record_number=patient.record_number)
        if taken.exclude(pk=patient.pk).exists():
            # said at its field; whoever comes at the same moment gets the constraint's sentence, which is the same
            sentence = "A patient with this record number is already registered."
            raise ValidationError({"record_number": ValidationError(sentence, code="unique")})
        return save_record(row=patient, act=act, by=by, clinic_id=patient.clinic_id, detail=detail)
