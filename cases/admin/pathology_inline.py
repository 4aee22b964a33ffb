"""What the laboratory found, on the lesion's page."""

from cases.admin.record_admin import RecordInline
from cases.models import Pathology


class PathologyInline(RecordInline):
    """Newest first."""

    model = Pathology
    clinic_path = "lesion__patient__clinic"
    loads = ("entered_by",)
    fields = ("diagnosis", "breslow_mm", "lab_number", "reported_on", "entered_by")
    readonly_fields = fields
