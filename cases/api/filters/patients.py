"""Finding patients."""

import django_filters
from django.db.models import QuerySet

from cases.api.filters.fields import StableOrdering, TriStateFilter
from cases.models import Patient
from cases.selectors import matching_patients


class PatientFilters(django_filters.FilterSet):
    """By beginnings of the name's words or record number, birth date, risk factors and consent to research."""

    search = django_filters.CharFilter(
        method="named", label="Beginnings of words of the name, or the whole record number."
    )
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
        """Those whom every word finds; also by the record number of somebody merged into them."""
        return patients.filter(matching_patients(value))
