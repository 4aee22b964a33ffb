"""The reviews of a case, on the case's page."""

from cases.admin.record_admin import RecordInline
from cases.models import Review


class ReviewInline(RecordInline):
    """Newest version first."""

    model = Review
    clinic_path = "case__lesion__patient__clinic"
    loads = ("author", "signed_by")
    fields = ("version", "author", "impression", "diagnosis", "management", "signed_at", "signed_by")
    readonly_fields = fields
