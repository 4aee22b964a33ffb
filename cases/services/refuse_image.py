"""A file is refused, and the audit trail knows."""

from django.db import transaction

from accounts.models import User
from accounts.services.record_event import record_event
from cases.models import Case
from cases.services.spool_upload import UploadRefused


def refuse_image(*, case: Case, refusal: UploadRefused, by: User) -> None:
    """Record "image.refused" with the code and the number of bytes, in a transaction that nothing rolls back."""
    with transaction.atomic(durable=True):
        record_event(
            act="image.refused",
            by=by,
            about=case,
            clinic_id=case.lesion.patient.clinic_id,
            detail={"code": refusal.code, "bytes": refusal.size_bytes},
        )
