"""A lesion's place or description changes."""

from typing import Any

from accounts.models import User
from cases.models import Lesion
from cases.services.change_record import change_record
from cases.services.save_lesion import save_lesion

CHANGEABLE = frozenset({"body_site", "body_view", "body_x", "body_y", "description"})


def change_lesion(*, lesion: Lesion, by: User, **changes: Any) -> Lesion:
    """The lesion with `changes` applied, with the audit event "lesion.changed" naming the fields.

    Raises:
        django.core.exceptions.ValidationError: an unknown site, or a point that is incomplete or off the map.
        TypeError: a field that never changes, such as the patient.
    """
    return change_record(
        row=lesion,
        changes=changes,
        allowed=CHANGEABLE,
        save=lambda row, detail: save_lesion(lesion=row, act="lesion.changed", by=by, detail=detail),
    )
