"""A histology that was entered wrongly is withdrawn."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.models import Pathology
from cases.services.save_record import save_record

WITHDRAWN_ALREADY = "This histology has been withdrawn already."
NO_REASON = "Say why it is withdrawn."


def withdraw_histology(*, pathology: Pathology, reason: str, by: User) -> Pathology:
    """`pathology` marked as withdrawn; the row stays as it was, with the audit event "histology.withdrawn".

    Raises:
        django.core.exceptions.ValidationError: code "no_reason" or "withdrawn_already".
    """
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(NO_REASON, code="no_reason")})
    with transaction.atomic():
        fresh = Pathology.objects.select_for_update().get(pk=pathology.pk)
        if fresh.withdrawn_at is not None:
            raise ValidationError(WITHDRAWN_ALREADY, code="withdrawn_already")
        fresh.withdrawn_at, fresh.withdrawn_by, fresh.withdrawn_reason = timezone.now(), by, reason.strip()
        clinic_id = pathology.lesion.patient.clinic_id
        return save_record(row=fresh, act="histology.withdrawn", by=by, clinic_id=clinic_id)
