"""Batch runs: who asked for a re-run of what, and how far it is."""

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html

from analysis.admin.batch_controls import BatchControls
from analysis.admin.result_admin import ResultAdmin
from analysis.admin.result_panel import figure_table
from analysis.models import Analysis, BatchRun
from analysis.models.analysis import LIVE_STATES


@admin.register(BatchRun)
class BatchRunAdmin(BatchControls, ResultAdmin):
    """Looked at, paused and cancelled here. A batch of the whole installation is the operator's to see."""

    change_list_template = "analysis/admin/batches.html"
    clinic_path = "clinic"
    list_display = (
        "number",
        "whose",
        "asked_by",
        "asked_at",
        "classifier",
        "segmenter",
        "results",
        "progress",
    )
    list_filter = (
        ("classifier", admin.RelatedOnlyFieldListFilter),
        ("segmenter", admin.RelatedOnlyFieldListFilter),
        "asked_at",
        ("cancelled_at", admin.EmptyFieldListFilter),
    )
    date_hierarchy = "asked_at"
    search_fields = ("=id", "asked_by__full_name", "asked_by__email", "classifier__version", "segmenter__version")
    search_help_text = "Number of the batch, who asked, version"
    fields = (
        "number",
        "whose",
        "asked_by",
        "asked_at",
        "classifier",
        "segmenter",
        "selection_shown",
        "results",
        "analyses",
        "paused_at",
        "cancelled_at",
    )

    def get_queryset(self, request):
        """With its people and versions, and the counts of its analyses, in the same query."""
        rows = super().get_queryset(request).select_related("clinic", "asked_by", "classifier", "segmenter")
        return rows.annotate(
            done_count=_count(Q(state="done")),
            live_count=_count(Q(state__in=LIVE_STATES)),
            without_result_count=_count(Q(state__in=["rejected", "failed"])),
        )

    @admin.display(description="batch", ordering="pk")
    def number(self, batch) -> int:
        """Its number."""
        return batch.pk

    @admin.display(description="clinic", ordering="clinic")
    def whose(self, batch) -> str:
        """Whose pictures."""
        return str(batch.clinic or "all clinics")

    @admin.display(description="results", ordering="shadow")
    def results(self, batch) -> str:
        """Whether clinicians see what comes out."""
        return "only compared" if batch.shadow else "shown"

    @admin.display(description="progress")
    def progress(self, batch) -> str:
        """Counted from its analyses, and whether somebody holds it."""
        held = "Cancelled: " if batch.cancelled_at else "Paused: " if batch.paused_at else ""
        return (
            f"{held}{batch.done_count} of {batch.image_count} done, {batch.live_count} to go, "
            f"{batch.without_result_count} without a result"
        )

    @admin.display(description="selection")
    def selection_shown(self, batch) -> str:
        """Which pictures were asked for."""
        ticked = {"images": f"{len(batch.selection['images'])} ticked"} if "images" in batch.selection else {}
        return figure_table(batch.selection | ticked) if batch.selection else "every stored picture"

    @admin.display(description="analyses")
    def analyses(self, batch) -> str:
        """The list of them: a batch may have thousands, too many for this page."""
        address = reverse("admin:analysis_analysis_changelist", query={"batch__id__exact": batch.pk})
        return format_html('<a href="{}">Analyses of this batch</a>', address)


def _count(which: Q) -> Coalesce:
    rows = Analysis.objects.filter(which, batch=OuterRef("pk")).order_by().values("batch")
    return Coalesce(Subquery(rows.annotate(total=Count("pk")).values("total"), output_field=IntegerField()), 0)
