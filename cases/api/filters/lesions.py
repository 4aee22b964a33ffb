"""Finding lesions."""

import django_filters
from django.db.models import QuerySet

from cases.api.filters.fields import IdFilter, StableOrdering
from cases.body_sites import SITES, codes_within
from cases.models import Lesion


class LesionFilters(django_filters.FilterSet):
    """By patient and by body site; a region holds the sites in it."""

    patient = IdFilter(field_name="patient", label="Id of the patient.")
    body_site = django_filters.ChoiceFilter(choices=[(site.code, site.name) for site in SITES], method="within")
    ordering = StableOrdering(fields=["created_at", "body_site"])

    class Meta:
        model = Lesion
        fields: list[str] = []

    def within(self, lesions: QuerySet[Lesion], name: str, value: str) -> QuerySet[Lesion]:
        """Those on the site or on a part of it."""
        return lesions.filter(body_site__in=codes_within(value))
