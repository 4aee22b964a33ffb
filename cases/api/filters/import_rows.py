"""Finding rows of an import."""

import django_filters

from cases.models import ImportRow


class ImportRowFilters(django_filters.FilterSet):
    """By what became of them."""

    state = django_filters.ChoiceFilter(choices=ImportRow.State.choices)

    class Meta:
        model = ImportRow
        fields: list[str] = []
