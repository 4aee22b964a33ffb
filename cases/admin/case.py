"""Cases and, on a case's page, its pictures and reviews."""

from django.contrib import admin
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import format_html_join

from analysis.admin.outlined_picture import outlined_picture
from cases.admin.body_site_filter import BodySiteOfCaseFilter
from cases.admin.case_state import CaseStateFilter, case_state_mark, highest_malignant
from cases.admin.latest_result import outline_of
from cases.admin.lesion_image_inline import LesionImageInline
from cases.admin.record_admin import RecordAdmin
from cases.admin.review_inline import ReviewInline
from cases.models import Case, LesionImage
from cases.selectors import with_latest_analysis, with_state

PICTURES_IN_LIST = 2


@admin.register(Case)
class CaseAdmin(RecordAdmin):
    """Cases are opened on the lesion's page, where it is plain whose lesion it is."""

    clinic_path = "lesion__patient__clinic"
    loads = ("lesion__patient__clinic", "opened_by")
    list_display = (
        "number",
        "thumbnails",
        "patient",
        "lesion",
        "state_shown",
        "image_total",
        "highest",
        "reason",
        "opened_by",
        "opened_at",
    )
    list_filter = (
        CaseStateFilter,
        BodySiteOfCaseFilter,
        ("opened_by", admin.RelatedOnlyFieldListFilter),
        ("lesion__patient__clinic", admin.RelatedOnlyFieldListFilter),
        "opened_at",
    )
    date_hierarchy = "opened_at"
    search_fields = ("=id", "lesion__patient__name__holds", "reason", "^images__sha256")
    search_help_text = "Number of the case, whole record number, beginnings of the name, reason, SHA-256 of a picture"
    fields = ("patient", "lesion", "reason", "state_shown", "highest", "opened_at", "opened_by")
    readonly_fields = ("patient", "lesion", "state_shown", "highest", "opened_at", "opened_by")
    inlines = (LesionImageInline, ReviewInline)

    def has_add_permission(self, request, obj=None) -> bool:
        """Not here; see the class."""
        return False

    def get_queryset(self, request):
        """With the computed state, and the pictures with their latest outlines in two more queries."""
        images = with_latest_analysis(LesionImage.objects.order_by("-received_at", "-pk"), hidden_too=True)
        return with_state(super().get_queryset(request)).prefetch_related(Prefetch("images", queryset=images))

    def view_on_site(self, case) -> str:
        """The case's page on the site."""
        return reverse("cases:case", args=[case.pk])

    @admin.display(description="case", ordering="pk")
    def number(self, case) -> int:
        """Its number."""
        return case.pk

    @admin.display(description="newest pictures")
    def thumbnails(self, case) -> str:
        """With the outline of the latest analysis."""
        images = list(case.images.all())[:PICTURES_IN_LIST]
        return format_html_join(" ", "{}", ((outlined_picture(image, outline_of(image)),) for image in images)) or "-"

    @admin.display(description="patient", ordering="lesion__patient__name")
    def patient(self, case) -> str:
        """Whose lesion it is."""
        return str(case.lesion.patient)

    @admin.display(description="state", ordering="state")
    def state_shown(self, case) -> str:
        """As a coloured word."""
        return case_state_mark(case)

    @admin.display(description="pictures", ordering="image_count")
    def image_total(self, case) -> int:
        """How many there are."""
        return case.image_count

    @admin.display(description="highest malignant", ordering="highest_malignant_probability")
    def highest(self, case) -> str:
        """Over the latest finished analyses."""
        return highest_malignant(case)
