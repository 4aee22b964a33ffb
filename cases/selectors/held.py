"""Whose record must stay."""

from django.db.models import Q, QuerySet

from cases.models import LegalHold, Patient


def registrations_of(patient: Patient) -> QuerySet[Patient]:
    """The patient, and who was merged into them: one person."""
    return Patient.objects.filter(Q(pk=patient.pk) | Q(merged_into=patient.pk))


def holds_on(patient: Patient) -> QuerySet[LegalHold]:
    """The legal holds that stand, on any registration of the person."""
    return LegalHold.objects.filter(patient__in=registrations_of(patient), lifted_at__isnull=True)
