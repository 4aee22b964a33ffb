"""The audit trail receives an event."""

from typing import Any

from django.db import models

from accounts.models import AuditEvent, User
from accounts.request_id import current_request_id


def record_event(
    *,
    act: str,
    by: User | None,
    about: models.Model | None = None,
    clinic_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one event; call it inside the transaction of the act, so that both stand or fall together.

    Args:
        act: what was done, in past tense with the noun first: "image.received", "user.approved".
        by: who; None for the system (workers, commands).
        about: the object; its class name and id are kept, never its content.
        clinic_id: whose record; that of `by` unless given.
        detail: small facts as JSON: codes, counts, versions. Never names, never file names.

    Returns:
        The stored event.
    """
    known = by is not None and by.is_authenticated
    return AuditEvent.objects.create(
        request_id=current_request_id(),
        user_id=by.pk if known else None,
        user_email=by.email if known else "",
        clinic_id=clinic_id if clinic_id is not None else (by.clinic_id if known else None),
        act=act,
        object_type=about._meta.model_name if about is not None else "",
        object_id=about.pk if about is not None else None,
        detail=detail or {},
    )
