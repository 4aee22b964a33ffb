"""The lesions of a patient, on the patient's page."""

from django.contrib import admin
from django.db.models import Count

from cases.admin.record_admin import RecordInline
from cases.models import Lesion


class LesionInline(RecordInline):
    """Where they are and how many cases they have."""

    model = Lesion
    clinic_path = "patient__clinic"
    loads = ("created_by",)
    fields = ("site", "body_view", "description", "case_count", "created_at", "created_by")
    readonly_fields = fields

    def get_queryset(self, request):
        """With the number of cases."""
        return super().get_queryset(request).annotate(case_total=Count("cases"))

    @admin.display(description="body site")
    def site(self, lesion) -> str:
        """With the region it belongs to."""
        return lesion.site_name

    @admin.display(description="cases")
    def case_count(self, lesion) -> int:
        """How many consultations there were."""
        return lesion.case_total
