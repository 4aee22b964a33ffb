"""A patient's record is put on legal hold."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.services.record_event import record_event
from cases.models import LegalHold, Patient
from cases.selectors.held import holds_on


def place_hold(*, patient: Patient, reason: str, by: User) -> LegalHold:
    """From now on nobody can erase the record; with the audit event "legal_hold.placed".

    Raises:
        django.core.exceptions.ValidationError: codes "merged", "held_already"; or there is no reason.
    """
    with transaction.atomic():
        patient = Patient.objects.select_for_update().get(pk=patient.pk)
        if patient.merged_into_id:
            raise ValidationError("This registration was merged into another patient. Hold that one.", code="merged")
        if holds_on(patient).exists():
            raise ValidationError("This record is on legal hold already.", code="held_already")
        hold = LegalHold(patient=patient, reason=reason.strip(), placed_by=by)
        hold.full_clean()
        hold.save()
        record_event(act="legal_hold.placed", by=by, about=patient, clinic_id=patient.clinic_id)
    return hold
