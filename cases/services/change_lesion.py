"""A lesion's place or description changes."""

from functools import partial
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
    save = partial(save_lesion, act="lesion.changed", by=by)
    return change_record(lesion, changes=changes, allowed=CHANGEABLE, save=save)
