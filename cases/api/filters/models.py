"""Finding model versions."""

import django_filters

from analysis.models import ModelVersion


class ModelVersionFilters(django_filters.FilterSet):
    """By kind and by whether new pictures use it."""

    kind = django_filters.ChoiceFilter(choices=ModelVersion.Kind.choices)
    active = django_filters.BooleanFilter()

    class Meta:
        model = ModelVersion
        fields: list[str] = []
