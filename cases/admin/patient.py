"""Patients and, on a patient's page, their lesions."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.urls import path, reverse
from django.utils import timezone

from accounts.admin.clinic_scope import sees_every_clinic
from cases.admin.due_page import due_page
from cases.admin.erase_page import erase_page
from cases.admin.hold_page import hold_page
from cases.admin.lesion_inline import LesionInline
from cases.admin.log_without_names import LogWithoutNames
from cases.admin.merge_patients_action import merge_two, undo_merge
from cases.admin.patients_csv import export_ticked, import_page
from cases.admin.record_admin import RecordAdmin
from cases.models import Patient


class PatientForm(forms.ModelForm):
    """What Django's own form cannot know about a patient."""

    def clean_birth_date(self):
        """In local time: a child born this morning is not from the future."""
        birth_date = self.cleaned_data["birth_date"]
        if birth_date and birth_date > timezone.localdate():
            raise forms.ValidationError("The birth date is in the future.", code="in_the_future")
        return birth_date

    def clean(self):
        """The record number is unique in the clinic even where the clinic is not in the form."""
        cleaned = super().clean()
        clinic_id = self.instance.clinic_id or getattr(cleaned.get("clinic"), "pk", None)
        others = Patient.objects.filter(clinic=clinic_id, record_number=cleaned.get("record_number", ""))
        if others.exclude(pk=self.instance.pk).exists():
            self.add_error("record_number", "A patient with this record number is already registered.")
        return cleaned


class MergedFilter(admin.SimpleListFilter):
    """Registrations that were merged into another one."""

    title = "merged"
    parameter_name = "merged"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        """Merged, or standing alone."""
        return [("no", "Stands alone"), ("yes", "Merged into another")]

    def queryset(self, request, queryset):
        """Those of the chosen kind."""
        return queryset.filter(merged_into__isnull=self.value() == "no") if self.value() else queryset


@admin.register(Patient)
class PatientAdmin(LogWithoutNames, RecordAdmin):
    """Found by record number or name."""

    form = PatientForm
    clinic_path = "clinic"
    loads = ("clinic", "created_by", "merged_into")
    fixed = ("clinic",)
    author_field = "created_by"
    list_display = ("name", "record_number", "clinic", "birth_date", "sex", "skin_type", "lesion_count", "created_at")
    list_filter = (("clinic", admin.RelatedOnlyFieldListFilter), "sex", "skin_type", "created_at", MergedFilter)
    change_list_template = "cases/admin/patients.html"
    change_form_template = "cases/admin/patient.html"
    actions = (export_ticked, merge_two, undo_merge)
    date_hierarchy = "created_at"
    ordering = ("name", "pk")
    search_fields = ("=id", "name__holds")
    search_help_text = "Whole record number, or beginnings of the name"
    fields = (
        "clinic",
        "record_number",
        "name",
        "birth_date",
        "sex",
        "skin_type",
        "notes",
        "merged_into",
        "created_at",
        "created_by",
    )
    readonly_fields = ("merged_into", "created_at", "created_by")
    inlines = (LesionInline,)

    def get_urls(self) -> list:
        """With the pages for tables of patients, legal holds and erasure."""
        wrap = self.admin_site.admin_view
        own = [
            path("import/", wrap(lambda request: import_page(self, request)), name="cases_patient_import"),
            path("export/", wrap(self.export_all), name="cases_patient_export"),
            path("due/", wrap(lambda request: due_page(self, request)), name="cases_patient_due"),
            path(
                "<int:pk>/erase/", wrap(lambda request, pk: erase_page(self, request, pk)), name="cases_patient_erase"
            ),
            path("<int:pk>/hold/", wrap(lambda request, pk: hold_page(self, request, pk)), name="cases_patient_hold"),
        ]
        return own + super().get_urls()

    def export_all(self, request):
        """Every patient that this administrator sees, merged registrations left out."""
        return export_ticked(self, request, self.get_queryset(request).filter(merged_into=None))

    def get_queryset(self, request):
        """With the number of lesions."""
        return super().get_queryset(request).annotate(lesion_total=Count("lesions"))

    def get_changeform_initial_data(self, request):
        """A clinic's administrator has one clinic to choose from, so it is chosen."""
        initial = {} if sees_every_clinic(request.user) else {"clinic": request.user.clinic_id}
        return initial | super().get_changeform_initial_data(request)

    def view_on_site(self, patient) -> str:
        """The patient's page on the site."""
        return reverse("cases:patient", args=[patient.pk])

    @admin.display(description="lesions", ordering="lesion_total")
    def lesion_count(self, patient) -> int:
        """How many are marked."""
        return patient.lesion_total
