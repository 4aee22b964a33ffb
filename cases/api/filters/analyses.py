"""Finding analyses."""

import django_filters

from analysis.models import Analysis
from cases.api.filters.fields import IdFilter, StableOrdering


class AnalysisFilters(django_filters.FilterSet):
    """By state, case and picture."""

    state = django_filters.ChoiceFilter(choices=Analysis.State.choices)
    case = IdFilter(field_name="image__case", label="Id of the case.")
    image = IdFilter(field_name="image", label="Id of the picture.")
    ordering = StableOrdering(fields=["queued_at", "finished_at"])

    class Meta:
        model = Analysis
        fields: list[str] = []
