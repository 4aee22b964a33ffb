"""Finding cases."""

import django_filters

from cases.api.filters.fields import IdFilter, InstantFilter, StableOrdering
from cases.models import Case
from cases.selectors import CASE_STATES


class CaseFilters(django_filters.FilterSet):
    """By lesion, patient, computed state and time."""

    lesion = IdFilter(field_name="lesion", label="Id of the lesion.")
    patient = IdFilter(field_name="lesion__patient", label="Id of the patient.")
    state = django_filters.ChoiceFilter(choices=[(state, state.replace("_", " ")) for state in CASE_STATES])
    opened_after = InstantFilter(field_name="opened_at", lookup_expr="gte", label="Opened at this moment or later.")
    opened_before = InstantFilter(field_name="opened_at", lookup_expr="lt", label="Opened before this moment.")
    ordering = StableOrdering(fields=["opened_at", "highest_malignant_probability"])

    class Meta:
        model = Case
        fields: list[str] = []
