"""The audit trail receives an event."""

from typing import Any

from django.db import models

from accounts.models import AuditEvent, User


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
    event = AuditEvent.of(act=act, by=by, about=about, clinic_id=clinic_id, detail=detail or {})
    event.save(force_insert=True)
    return event
