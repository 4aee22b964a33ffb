"""A lesion is marked on a patient."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from cases.models import Lesion, Patient
from cases.services.save_lesion import save_lesion


def mark_lesion(
    *,
    patient: Patient,
    body_site: str,
    body_view: str = "",
    body_x: float | None = None,
    body_y: float | None = None,
    description: str = "",
    by: User,
) -> Lesion:
    """A new lesion of `patient`, with the audit event "lesion.marked".

    Args:
        patient: whose lesion.
        body_site: a code of `cases.body_sites`.
        body_view: "front" or "back", together with `body_x` and `body_y`; all three or none.
        body_x: 0..1 from the left edge of the body map.
        body_y: 0..1 from its top edge.
        description: in the clinician's words.
        by: who marks it.

    Raises:
        django.core.exceptions.ValidationError: an unknown site, a point that is incomplete or off the map, or a
            patient who was merged into another.
    """
    lesion = Lesion(
        patient=patient,
        body_site=body_site,
        body_view=body_view,
        body_x=body_x,
        body_y=body_y,
        description=description,
        created_by=by,
    )
    with transaction.atomic():
        # held until the end: a merge at the same moment would leave the lesion behind on the hidden registration
        if Patient.objects.select_for_update().get(pk=patient.pk).merged_into_id:
            raise ValidationError("This patient was merged into another; mark the lesion there.", code="merged")
        return save_lesion(lesion=lesion, act="lesion.marked", by=by)
