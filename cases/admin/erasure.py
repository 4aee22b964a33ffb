"""What was erased: a list to read."""

from django.contrib import admin

from cases.admin.record_admin import RecordAdmin
from cases.models import Erasure, LegalHold


@admin.register(Erasure)
class ErasureAdmin(RecordAdmin):
    """Numbers, never names: there are none any more."""

    read_only = True
    clinic_path = "clinic"
    loads = ("clinic", "erased_by")
    list_display = ("patient_number", "clinic", "why", "erased_by", "erased_at", "files_waiting")
    list_filter = ("why", ("clinic", admin.RelatedOnlyFieldListFilter), "erased_at")
    search_fields = ("=patient_number",)
    search_help_text = "Number that the patient had"
    fields = ("patient_number", "why", "counts", "erased_by", "erased_at", "files_waiting")
    readonly_fields = ("files_waiting",)

    @admin.display(description="files still to remove")
    def files_waiting(self, erasure) -> int:
        """None, unless their storage did not answer."""
        return len(erasure.files_left)


@admin.register(LegalHold)
class LegalHoldAdmin(RecordAdmin):
    """Placed and lifted on the patient's page."""

    read_only = True
    clinic_path = "patient__clinic"
    loads = ("patient__clinic", "placed_by", "lifted_by")
    list_display = ("patient", "reason", "placed_by", "placed_at", "lifted_by", "lifted_at")
    list_filter = (
        ("lifted_at", admin.EmptyFieldListFilter),
        ("patient__clinic", admin.RelatedOnlyFieldListFilter),
        "placed_at",
    )
    search_fields = ("patient__name__holds", "reason")
    search_help_text = "Whole record number, beginnings of the name, reason"
    fields = ("patient", "reason", "placed_by", "placed_at", "lifted_by", "lifted_at", "lifted_reason")
