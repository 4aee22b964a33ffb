"""The pictures of a case, on the case's page."""

from cases.admin.latest_result import LatestResultColumns
from cases.admin.record_admin import RecordInline
from cases.models import LesionImage
from cases.selectors import with_latest_analysis


class LesionImageInline(LatestResultColumns, RecordInline):
    """With the outline of the latest analysis."""

    model = LesionImage
    clinic_path = "case__lesion__patient__clinic"
    loads = ("received_by",)
    fields = ("outlined", "image_type", "state_shown", "verdict", "malignant", "size", "received_at", "received_by")
    readonly_fields = fields

    def get_queryset(self, request):
        """With their latest analysis; the engine room shows results that pages hide until there is an impression."""
        return with_latest_analysis(super().get_queryset(request), hidden_too=True)
