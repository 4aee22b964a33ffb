"""Finding patients."""

import django_filters
from django.db.models import Q, QuerySet

from cases.api.filters.fields import StableOrdering, TriStateFilter
from cases.models import Patient


class PatientFilters(django_filters.FilterSet):
    """By part of the name or record number, birth date, risk factors and consent to research."""

    search = django_filters.CharFilter(method="named", label="Part of the name or of the record number.")
    birth_date = django_filters.DateFilter(label="Born on this day.")
    personal_melanoma = TriStateFilter(label="Had a melanoma before; `null`: not asked.")
    family_melanoma = TriStateFilter(label="A melanoma in the family; `null`: not asked.")
    immunosuppression = TriStateFilter(label="By illness or medicine; `null`: not asked.")
    many_nevi = TriStateFilter(label="More than 50; `null`: not asked.")
    research_consent = django_filters.BooleanFilter(
        field_name="research_consent_on", lookup_expr="isnull", exclude=True, label="Has consented to research use."
    )
    ordering = StableOrdering(fields=["name", "record_number", "birth_date", "created_at"])

    class Meta:
        model = Patient
        fields: list[str] = []

    def named(self, patients: QuerySet[Patient], name: str, value: str) -> QuerySet[Patient]:
        """Those whose name or record number, or that of somebody merged into them, contains `value`."""
        in_number = Q(record_number__icontains=value) | Q(merged__record_number__icontains=value)
        return patients.filter(Q(name__icontains=value) | in_number).distinct()
