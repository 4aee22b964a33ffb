"""Clinics in the admin."""

from django.contrib import admin
from django.db.models import Count, QuerySet

from accounts.admin.clinic_scope import ClinicScopedAdmin, sees_every_clinic
from accounts.models import Clinic


@admin.register(Clinic)
class ClinicAdmin(ClinicScopedAdmin):
    """An administrator may rename their clinic and set how it works; new ones are for superusers."""

    clinic_path = "pk"
    list_display = ("name", "people", "impression_first", "histology_overdue_days", "created_at")
    search_fields = ("name",)
    fields = ("name", "impression_first", "histology_overdue_days", "retention_years", "created_at")
    readonly_fields = ("created_at",)

    def get_queryset(self, request) -> QuerySet[Clinic]:
        """With the number of people, in the same query."""
        return super().get_queryset(request).annotate(people_count=Count("users"))

    @admin.display(description="people", ordering="people_count")
    def people(self, clinic: Clinic) -> int:
        """How many accounts it has, in whatever state."""
        return clinic.people_count

    def has_add_permission(self, request, obj=None) -> bool:
        """A clinic of one's own would be a way around the border."""
        return sees_every_clinic(request.user)
