"""Two registrations were two persons after all."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.services.record_event import record_event
from cases.models import Lesion, Patient

NOT_MERGED = "This patient was not merged into another."
CHANGED = "What was merged has changed since, so the merge cannot be undone. Correct the lesions one by one."


def unmerge_patients(*, merged: Patient, by: User) -> Patient:
    """Move the lesions that a merge moved back to `merged`, with audit events on both.

    Lesions marked on the other patient since then stay there: nobody but a clinician can tell whose they are.

    Returns:
        `merged`, standing on its own again.

    Raises:
        django.core.exceptions.ValidationError: codes "not_merged"; "changed_since", a lesion has moved on meanwhile.
    """
    with transaction.atomic():
        merged = Patient.objects.select_for_update().get(pk=merged.pk)
        keep = merged.merged_into
        if keep is None:
            raise ValidationError(NOT_MERGED, code="not_merged")
        lesions = _moved(merged, keep)
        if Lesion.objects.filter(pk__in=lesions, patient=keep).update(patient=merged) < len(lesions):
            raise ValidationError(CHANGED, code="changed_since")
        merged.merged_into = None
        merged.save(update_fields=["merged_into"])
        for act, about, other in (("patient.unmerged", merged, keep), ("patient.gave_back", keep, merged)):
            detail = {"other": other.pk, "lesions": lesions}
            record_event(act=act, by=by, about=about, clinic_id=keep.clinic_id, detail=detail)
    return merged


def _moved(merged: Patient, keep: Patient) -> list[int]:
    events = AuditEvent.objects.filter(act="patient.merged", object_type="patient", object_id=merged.pk)
    latest = events.order_by("-pk").first()
    if latest is None or latest.detail.get("other") != keep.pk:
        raise ValidationError(CHANGED, code="changed_since")
    return latest.detail["lesions"]
