"""Histology: what the laboratory found."""

from django import forms
from django.contrib import admin
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from cases.admin.record_admin import RecordAdmin
from cases.models import Lesion, Pathology
from cases.selectors import in_reading_order


class LesionsByName(ModelChoiceIterator):
    """In the order of the patients' names."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for lesion in in_reading_order(self.queryset.order_by("patient__name", "pk")):
            yield self.choice(lesion)


class LesionChoiceField(forms.ModelChoiceField):
    """A lesion's own name is its site, which says nothing about whose it is."""

    iterator = LesionsByName

    def label_from_instance(self, lesion) -> str:
        """Patient first."""
        return f"{lesion.patient}: {lesion.site_name}, lesion {lesion.pk}"


class PathologyForm(forms.ModelForm):
    """A thickness is never negative, a report never of tomorrow."""

    breslow_mm = forms.FloatField(min_value=0, required=False, label="Breslow thickness, mm")

    def clean_reported_on(self):
        """The same as the site's own form."""
        reported_on = self.cleaned_data["reported_on"]
        if reported_on > timezone.localdate():
            raise forms.ValidationError("The report is of a day to come.", code="in_the_future")
        return reported_on


@admin.register(Pathology)
class PathologyAdmin(RecordAdmin):
    """Entered from the lesion's page, which fills in the lesion. Corrected on the site: nothing is overwritten."""

    form = PathologyForm
    clinic_path = "lesion__patient__clinic"
    loads = ("lesion__patient__clinic", "entered_by", "case__lesion__patient", "withdrawn_by")
    fixed = ("lesion",)
    author_field = "entered_by"
    list_display = (
        "number",
        "patient",
        "lesion",
        "diagnosis",
        "breslow_mm",
        "lab_number",
        "reported_on",
        "entered_by",
        "holds",
    )
    list_filter = (
        "diagnosis",
        ("withdrawn_at", admin.EmptyFieldListFilter),
        ("lesion__patient__clinic", admin.RelatedOnlyFieldListFilter),
        "reported_on",
    )
    date_hierarchy = "reported_on"
    search_fields = ("=id", "diagnosis", "lab_number", "lesion__patient__name__holds")
    search_help_text = "Number, diagnosis, laboratory number, whole record number, beginnings of the name"
    fields = (
        "lesion",
        "case",
        "diagnosis",
        "breslow_mm",
        "margins",
        "lab_number",
        "comment",
        "reported_on",
        "entered_at",
        "entered_by",
        "withdrawn_at",
        "withdrawn_by",
        "withdrawn_reason",
    )
    readonly_fields = ("case", "entered_at", "entered_by", "withdrawn_at", "withdrawn_by", "withdrawn_reason")

    def has_change_permission(self, request, obj=None) -> bool:
        """A correction is a new row beside the withdrawn one, so a row that stands can only be read here."""
        return super().has_change_permission(request, obj) and obj is None

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Lesions are offered with the patient's name, fetched with them."""
        if db_field.name == "lesion":
            kwargs["form_class"] = LesionChoiceField
            kwargs["queryset"] = self.admin_site.get_model_admin(Lesion).get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="number", ordering="pk")
    def number(self, pathology) -> int:
        """Its number."""
        return pathology.pk

    @admin.display(description="patient", ordering="lesion__patient__name")
    def patient(self, pathology) -> str:
        """Whose lesion it was."""
        return str(pathology.lesion.patient)

    @admin.display(description="holds", boolean=True, ordering="withdrawn_at")
    def holds(self, pathology) -> bool:
        """Whether it stands, or was withdrawn."""
        return pathology.withdrawn_at is None
