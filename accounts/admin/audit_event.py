"""The audit trail in the admin: to read, for everybody."""

from django.contrib import admin

from accounts.admin.clinic_scope import ClinicScopedAdmin
from accounts.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(ClinicScopedAdmin):
    """Who did what when; events without a clinic (commands, unknown addresses) show to superusers only."""

    clinic_path = "clinic_id"
    read_only = True
    change_list_template = "accounts/admin/trail.html"
    list_display = ("at", "act", "user_email", "object", "clinic_id", "request_id")
    list_filter = (("at", admin.DateFieldListFilter), "act")
    date_hierarchy = "at"
    search_fields = ("=request_id", "user_email", "act", "=object_type", "=object_id")
    search_help_text = "Request id, e-mail, act, or an object: “case 12”."
    show_full_result_count = False  # the trail only grows

    @admin.display(description="object", ordering="object_id")
    def object(self, event: AuditEvent) -> str:
        """Kind and number of what it was done to."""
        return f"{event.object_type} {event.object_id}" if event.object_type else ""
