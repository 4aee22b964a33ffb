"""A legal hold ends."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.record_event import record_event
from cases.models import Patient
from cases.selectors.held import holds_on


def lift_hold(*, patient: Patient, reason: str, by: User) -> None:
    """The record may be erased again; with the audit event "legal_hold.lifted". Who held it and why stays.

    Raises:
        django.core.exceptions.ValidationError: code "not_held"; or there is no reason.
    """
    with transaction.atomic():
        patient = Patient.objects.select_for_update().get(pk=patient.pk)
        holds = list(holds_on(patient))
        if not holds:
            raise ValidationError("This record is not on legal hold.", code="not_held")
        if not reason.strip():
            raise ValidationError({"reason": ValidationError("Say why the hold ends.", code="required")})
        for hold in holds:
            hold.lifted_by, hold.lifted_at, hold.lifted_reason = by, timezone.now(), reason.strip()
            hold.full_clean()
            hold.save()
        record_event(act="legal_hold.lifted", by=by, about=patient, clinic_id=patient.clinic_id)
