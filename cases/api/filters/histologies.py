"""Finding histology."""

import django_filters

from cases.api.filters.fields import IdFilter, StableOrdering
from cases.diagnoses import diagnosis_choices
from cases.models import Pathology


class HistologyFilters(django_filters.FilterSet):
    """By lesion, case, patient, diagnosis and whether it still holds."""

    lesion = IdFilter(field_name="lesion", label="Id of the lesion.")
    case = IdFilter(field_name="case", label="Id of the case.")
    patient = IdFilter(field_name="lesion__patient", label="Id of the patient.")
    diagnosis = django_filters.ChoiceFilter(choices=diagnosis_choices)
    withdrawn = django_filters.BooleanFilter(field_name="withdrawn_at", lookup_expr="isnull", exclude=True)
    ordering = StableOrdering(fields=["reported_on", "entered_at"])

    class Meta:
        model = Pathology
        fields: list[str] = []
