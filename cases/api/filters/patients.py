"""Finding patients."""

import django_filters
from django.db.models import Q, QuerySet

from cases.api.filters.fields import StableOrdering
from cases.models import Patient


class PatientFilters(django_filters.FilterSet):
    """By part of the name or record number."""

    search = django_filters.CharFilter(method="named", label="Part of the name or of the record number.")
    ordering = StableOrdering(fields=["name", "record_number", "birth_date", "created_at"])

    class Meta:
        model = Patient
        fields: list[str] = []

    def named(self, patients: QuerySet[Patient], name: str, value: str) -> QuerySet[Patient]:
        """Those whose name or record number contains `value`."""
        return patients.filter(Q(name__icontains=value) | Q(record_number__icontains=value))
