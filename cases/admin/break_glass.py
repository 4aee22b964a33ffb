"""Broken glass in the admin: who opened which record of another clinic, when and why. To read, for both clinics."""

from django.contrib import admin
from django.db.models import QuerySet

from accounts.admin.clinic_scope import ClinicScopedAdmin
from cases.models import BreakGlass
from cases.selectors.broken_glass import glass_visible_to


@admin.register(BreakGlass)
class BreakGlassAdmin(ClinicScopedAdmin):
    """The newest first. The patient is told by the clinic and id of the record, not by name."""

    clinic_path = "patient__clinic"
    read_only = True
    list_display = ("opened_at", "who", "of_clinic", "record", "record_clinic", "reason", "ends_at")
    list_filter = (("opened_at", admin.DateFieldListFilter),)
    fields = (*list_display,)
    readonly_fields = fields
    search_fields = ("user__email", "user__full_name", "reason")
    search_help_text = "Who, or a word of the reason"

    def get_queryset(self, request) -> QuerySet[BreakGlass]:
        """What was opened of the own clinic's records, and what the own clinic's people opened elsewhere."""
        return glass_visible_to(request.user)

    @admin.display(description="who", ordering="user__email")
    def who(self, glass: BreakGlass) -> str:
        """Name and address."""
        return f"{glass.user.full_name}, {glass.user.email}"

    @admin.display(description="of clinic")
    def of_clinic(self, glass: BreakGlass) -> str:
        """Where they work."""
        return str(glass.user.clinic or "")

    @admin.display(description="record")
    def record(self, glass: BreakGlass) -> str:
        """By its id: another clinic's administrator need not learn who it is."""
        return f"patient {glass.patient_id}"

    @admin.display(description="of clinic")
    def record_clinic(self, glass: BreakGlass) -> str:
        """Whose record it is."""
        return str(glass.patient.clinic)
