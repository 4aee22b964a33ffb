"""A lesion's place is checked and saved."""

from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from cases.models import Lesion
from cases.services.save_record import save_record


def save_lesion(*, lesion: Lesion, act: str, by: User, detail: dict[str, Any] | None = None) -> Lesion:
    """Check that the point on the body map is whole and on the map, then save with the audit event `act`.

    Raises:
        django.core.exceptions.ValidationError: what the user typed does not fit.
    """
    point = (lesion.body_view or None, lesion.body_x, lesion.body_y)
    if any(part is None for part in point) and any(part is not None for part in point):
        raise ValidationError("A point on the body map needs its side and both coordinates.", code="point_incomplete")
    for name, value in (("body_x", lesion.body_x), ("body_y", lesion.body_y)):
        # "not inside" rather than "outside", so that NaN is caught too
        if value is not None and not 0 <= value <= 1:
            raise ValidationError({name: ValidationError("The point is not on the body map.", code="off_the_map")})
    return save_record(row=lesion, act=act, by=by, clinic_id=lesion.patient.clinic_id, detail=detail)
