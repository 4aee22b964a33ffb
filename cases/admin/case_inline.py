"""The cases of a lesion, on the lesion's page."""

from django.contrib import admin

from cases.admin.case_state import case_state_mark, highest_malignant
from cases.admin.record_admin import RecordInline
from cases.models import Case
from cases.selectors import with_state


class CaseInline(RecordInline):
    """Newest first, with the computed state."""

    model = Case
    clinic_path = "lesion__patient__clinic"
    loads = ("opened_by",)
    fields = ("state_shown", "reason", "image_total", "highest", "opened_by", "opened_at")
    readonly_fields = fields

    def get_queryset(self, request):
        """With the computed state."""
        return with_state(super().get_queryset(request))

    @admin.display(description="state")
    def state_shown(self, case) -> str:
        """As a coloured word."""
        return case_state_mark(case)

    @admin.display(description="pictures")
    def image_total(self, case) -> int:
        """How many there are."""
        return case.image_count

    @admin.display(description="highest malignant")
    def highest(self, case) -> str:
        """Over the latest finished analyses."""
        return highest_malignant(case)
