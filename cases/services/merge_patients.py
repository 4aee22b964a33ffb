"""Two registrations were one person."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.services.record_event import record_event
from cases.models import Lesion, Patient

SAME = "Choose two patients: this is one and the same registration."
OTHER_CLINIC = "Patients of two clinics cannot be merged."
MERGED_ALREADY = "One of the two was merged into another patient before. Undo that first, or choose that other patient."
HAS_MERGED = "Another registration was merged into this patient. Keep this one, or undo that merge first."


def merge_patients(*, keep: Patient, merge: Patient, by: User) -> Patient:
    """Move every lesion of `merge` to `keep`, with audit events on both: "patient.merged" and "patient.took_over".

    The details of `keep` stay as they are. The registration of `merge` stays too and points to `keep`; the event says
    which lesions moved, so that `unmerge_patients` can move them back.

    Returns:
        `keep`, as it now is.

    Raises:
        django.core.exceptions.ValidationError: codes "same_patient", "other_clinic", "merged_already", "has_merged".
    """
    with transaction.atomic():
        locked = Patient.objects.select_for_update().in_bulk([keep.pk, merge.pk])
        keep, merge = locked[keep.pk], locked[merge.pk]
        _refuse(keep, merge)
        lesions = sorted(Lesion.objects.filter(patient=merge).values_list("pk", flat=True))
        Lesion.objects.filter(pk__in=lesions).update(patient=keep)
        merge.merged_into = keep
        merge.save(update_fields=["merged_into"])
        for act, about, other in (("patient.merged", merge, keep), ("patient.took_over", keep, merge)):
            detail = {"other": other.pk, "lesions": lesions}
            record_event(act=act, by=by, about=about, clinic_id=keep.clinic_id, detail=detail)
    return keep


def _refuse(keep: Patient, merge: Patient) -> None:
    if keep.pk == merge.pk:
        raise ValidationError(SAME, code="same_patient")
    if keep.clinic_id != merge.clinic_id:
        raise ValidationError(OTHER_CLINIC, code="other_clinic")
    if keep.merged_into_id or merge.merged_into_id:
        raise ValidationError(MERGED_ALREADY, code="merged_already")
    if merge.merged.exists():
        raise ValidationError(HAS_MERGED, code="has_merged")
