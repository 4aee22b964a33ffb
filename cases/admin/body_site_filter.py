"""The filter by region of the body."""

from django.contrib import admin

from cases.body_sites import SITES, codes_within


class BodySiteFilter(admin.SimpleListFilter):
    """Offers the eight regions, not all sites; a region holds its parts. `lookup` leads to the lesion's site."""

    title = "body site"
    parameter_name = "region"
    lookup = "body_site"

    def lookups(self, request, model_admin):
        """The sites that are part of no other."""
        return [(site.code, site.name) for site in SITES if not site.parent]

    def queryset(self, request, queryset):
        """The rows in the region; an unknown region holds none."""
        return queryset.filter(**{f"{self.lookup}__in": codes_within(self.value())}) if self.value() else queryset


class BodySiteOfCaseFilter(BodySiteFilter):
    """The same for rows that stand on a case."""

    lookup = "lesion__body_site"


class BodySiteOfImageFilter(BodySiteFilter):
    """The same for rows that stand on a picture's case."""

    lookup = "case__lesion__body_site"
