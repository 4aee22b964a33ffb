"""The laboratory's answer is entered."""

import math
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.diagnoses import BY_CODE
from cases.models import Case, Lesion, Pathology
from cases.services.save_record import save_record

IN_THE_FUTURE = "The laboratory cannot have reported on a day that is still to come."
NOT_A_MELANOMA = "Only a melanoma has a Breslow thickness."
NOT_A_LENGTH = "Give the thickness in millimetres, 0 to 100."
THICKEST_MM = 100
OTHER_LESION = "This case is about another lesion."
ENTERED_ALREADY = "This histology is entered already."


def enter_histology(
    *,
    lesion: Lesion,
    case: Case | None = None,
    diagnosis: str,
    reported_on: date,
    breslow_mm: float | None = None,
    margins: str = "",
    lab_number: str = "",
    comment: str = "",
    by: User,
) -> Pathology:
    """A new histology of `lesion`, with the audit event "histology.entered".

    Args:
        lesion: whose tissue it was.
        case: the consultation at which the biopsy was decided; None where nobody knows.
        diagnosis: a code of `cases.diagnoses`.
        reported_on: the day of the laboratory's report; not in the future.
        breslow_mm: only of a melanoma.
        margins: a code of `Pathology.Margins`, empty where the report says nothing.
        lab_number: the laboratory's own number.
        comment: free words.
        by: who enters it.

    Raises:
        django.core.exceptions.ValidationError: beside its field, codes "in_the_future", "breslow_only_of_melanoma",
            "not_a_length", "other_lesion"; for the whole, "entered_already".
    """
    pathology = Pathology(
        lesion=lesion,
        case=case,
        diagnosis=diagnosis,
        reported_on=reported_on,
        breslow_mm=breslow_mm,
        margins=margins,
        lab_number=lab_number,
        comment=comment,
        entered_by=by,
    )
    _refuse_nonsense(pathology)
    with transaction.atomic():
        # one at a time on a lesion, so that a double click finds what the first one entered
        Lesion.objects.select_for_update().get(pk=lesion.pk)
        if _is_entered(pathology):
            raise ValidationError(ENTERED_ALREADY, code="entered_already")
        return save_record(row=pathology, act="histology.entered", by=by, clinic_id=lesion.patient.clinic_id)


def _refuse_nonsense(pathology: Pathology) -> None:
    wrong = {}
    if pathology.reported_on and pathology.reported_on > timezone.localdate():
        wrong["reported_on"] = ValidationError(IN_THE_FUTURE, code="in_the_future")
    thickness, diagnosis = pathology.breslow_mm, BY_CODE.get(pathology.diagnosis)
    if thickness is not None and not (math.isfinite(thickness) and 0 <= thickness <= THICKEST_MM):
        wrong["breslow_mm"] = ValidationError(NOT_A_LENGTH, code="not_a_length")
    elif thickness is not None and diagnosis and diagnosis.ham != "mel":
        wrong["breslow_mm"] = ValidationError(NOT_A_MELANOMA, code="breslow_only_of_melanoma")
    if pathology.case and pathology.case.lesion_id != pathology.lesion_id:
        wrong["case"] = ValidationError(OTHER_LESION, code="other_lesion")
    if wrong:
        raise ValidationError(wrong)


def _is_entered(pathology: Pathology) -> bool:
    """Whether the same report stands there already: same consultation, diagnosis, day and laboratory number."""
    same = Pathology.objects.filter(lesion=pathology.lesion, case=pathology.case, withdrawn_at__isnull=True)
    return same.filter(
        diagnosis=pathology.diagnosis, reported_on=pathology.reported_on, lab_number=pathology.lab_number
    ).exists()
