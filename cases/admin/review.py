"""Reviews: what clinicians decided. Signed ones can only be read."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied

from analysis.admin.result_admin import case_link
from cases.admin.record_admin import RecordAdmin
from cases.models import Review


@admin.register(Review)
class ReviewAdmin(RecordAdmin):
    """Written and signed on the case's page. The impression was given before the machine spoke, so it stays."""

    clinic_path = "case__lesion__patient__clinic"
    loads = ("case__lesion__patient__clinic", "author", "signed_by")
    list_display = (
        "number",
        "case_shown",
        "patient",
        "version",
        "author",
        "impression",
        "diagnosis",
        "management",
        "agreement",
        "signed_at",
        "signed_by",
    )
    list_filter = (
        ("signed_at", admin.EmptyFieldListFilter),
        "management",
        "agreement",
        "override_reason",
        ("author", admin.RelatedOnlyFieldListFilter),
        ("case__lesion__patient__clinic", admin.RelatedOnlyFieldListFilter),
        "created_at",
    )
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    search_fields = (
        "=id",
        "=case__id",
        "diagnosis",
        "author__full_name",
        "case__lesion__patient__name__holds",
    )
    search_help_text = "Number of the review or case, diagnosis, author, whole record number, beginnings of the name"
    fields = (
        "case_shown",
        "patient",
        "version",
        "author",
        "created_at",
        "amendment_reason",
        "impression",
        "impression_confidence",
        "impression_plan",
        "impression_at",
        "diagnosis",
        "management",
        "notes",
        "follow_up_due_on",
        "agreement",
        "override_reason",
        "signed_at",
        "signed_by",
    )
    # everything but what a draft may be corrected in
    readonly_fields = tuple(name for name in fields if name not in ("diagnosis", "management", "notes"))

    def has_add_permission(self, request, obj=None) -> bool:
        """Not here; see the class."""
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """Nobody changes what was signed; an amendment is a new version."""
        return super().has_change_permission(request, obj) and (obj is None or obj.signed_at is None)

    def save_model(self, request, obj, form, change) -> None:
        """Held until the end of the transaction, so that nobody signs what is being rewritten."""
        if not Review.objects.select_for_update().filter(pk=obj.pk, signed_at__isnull=True).exists():
            raise PermissionDenied("This review was signed in the meantime.")
        super().save_model(request, obj, form, change)

    @admin.display(description="review", ordering="pk")
    def number(self, review) -> int:
        """Its number."""
        return review.pk

    @admin.display(description="case", ordering="case")
    def case_shown(self, review) -> str:
        """The case's page on the site."""
        return case_link(review.case)

    @admin.display(description="patient", ordering="case__lesion__patient__name")
    def patient(self, review) -> str:
        """Whose lesion it is about."""
        return str(review.case.lesion.patient)
