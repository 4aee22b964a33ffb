"""Lesions and, on a lesion's page, its cases and histology."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html

from cases.admin.body_site_filter import BodySiteFilter
from cases.admin.case_inline import CaseInline
from cases.admin.pathology_inline import PathologyInline
from cases.admin.record_admin import RecordAdmin
from cases.models import Lesion


class LesionForm(forms.ModelForm):
    """What Django's own form cannot know about a lesion."""

    def clean_patient(self):
        """Nobody looks for a lesion on a registration that was merged into another."""
        patient = self.cleaned_data["patient"]
        if patient.merged_into_id:
            raise forms.ValidationError("This patient was merged into another; mark the lesion there.", code="merged")
        return patient


@admin.register(Lesion)
class LesionAdmin(RecordAdmin):
    """The point on the body map is set on the lesion's page, where the map is; here it can be read."""

    form = LesionForm
    clinic_path = "patient__clinic"
    loads = ("patient__clinic", "created_by")
    fixed = ("patient",)
    author_field = "created_by"
    list_display = ("number", "patient", "site", "body_view", "description", "case_count", "created_at")
    list_filter = (
        BodySiteFilter,
        "body_view",
        ("patient__clinic", admin.RelatedOnlyFieldListFilter),
        "created_at",
    )
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    search_fields = ("=id", "patient__name__holds", "description")
    search_help_text = "Number of the lesion, whole record number, beginnings of the name, description"
    autocomplete_fields = ("patient",)
    fields = ("patient", "body_site", "description", "point", "histology", "created_at", "created_by")
    readonly_fields = ("point", "histology", "created_at", "created_by")
    inlines = (CaseInline, PathologyInline)

    def get_queryset(self, request):
        """With the number of cases."""
        return super().get_queryset(request).annotate(case_total=Count("cases"))

    def view_on_site(self, lesion) -> str:
        """The lesion's page on the site."""
        return reverse("cases:lesion", args=[lesion.pk])

    @admin.display(description="lesion", ordering="pk")
    def number(self, lesion) -> int:
        """Its number."""
        return lesion.pk

    @admin.display(description="body site", ordering="body_site")
    def site(self, lesion) -> str:
        """With the region it belongs to."""
        return lesion.site_name

    @admin.display(description="cases", ordering="case_total")
    def case_count(self, lesion) -> int:
        """How many consultations there were."""
        return lesion.case_total

    @admin.display(description="point on the body map")
    def point(self, lesion) -> str:
        """Shares of the drawing, from its left and top edge."""
        if not lesion.body_view:
            return "-"
        return f"{lesion.get_body_view_display()}, {lesion.body_x:.0%} from the left, {lesion.body_y:.0%} from the top"

    @admin.display(description="histology")
    def histology(self, lesion) -> str:
        """The way to enter a laboratory's answer, with this lesion filled in."""
        address = reverse("admin:cases_pathology_add", query={"lesion": lesion.pk})
        return format_html('<a href="{}">Enter a histology result</a>', address)
