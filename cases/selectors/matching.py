"""Whom the words mean that somebody typed into a search."""

from django.db.models import Q

from cases.models import Patient


def matching_words(words: str, *, patient: str = "") -> Q:
    """Every word begins a word of the patient's name, or is the record number; or all of it together is the number.

    `patient` is the way there, such as "lesion__patient__".
    """
    condition = Q()
    for word in words.split():
        condition &= Q(**{f"{patient}name__holds": word})
    return condition | Q(**{f"{patient}record_number__holds_number": words}) if " " in words.strip() else condition


def matching_patients(words: str) -> Q:
    """The same of patients, also by the record number of somebody who was merged into them."""
    merged = Patient.objects.filter(merged_into__isnull=False)
    condition = Q()
    for word in words.split():
        number = merged.filter(record_number__holds_number=word).order_by().values("merged_into")
        condition &= Q(name__holds=word) | Q(pk__in=number)
    return condition | matching_words(words)
