"""Analyses: what was asked, what came out, with which versions."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.html import format_html

from analysis.admin.analyse_again import analyse_again
from analysis.admin.outlined_picture import outlined_picture
from analysis.admin.result_admin import ResultAdmin, case_link
from analysis.admin.result_panel import (
    MALIGNANT_COLUMN,
    figure_table,
    malignant_against_threshold,
    result_panel,
    state_mark,
    verdict_mark,
)
from analysis.models import Analysis


def latest_of_their_picture() -> Q:
    """Analyses that no newer one of the same picture has replaced; a version that is being tried replaces none."""
    same_picture = Analysis.shown.filter(image=OuterRef("image"))
    newer = Q(queued_at__gt=OuterRef("queued_at")) | Q(queued_at=OuterRef("queued_at"), pk__gt=OuterRef("pk"))
    return Q(~Exists(same_picture.filter(newer)), shadow=False)


class LatestFilter(admin.SimpleListFilter):
    """Leaves out what a later run has replaced."""

    title = "latest of its picture"
    parameter_name = "latest"

    def lookups(self, request, model_admin):
        """One choice beside all."""
        return [("yes", "Latest only")]

    def queryset(self, request, queryset):
        """The rows that still count."""
        return queryset.filter(latest_of_their_picture()) if self.value() == "yes" else queryset


@admin.register(Analysis)
class AnalysisAdmin(ResultAdmin):
    """The list an administrator looks at when somebody says that a picture hangs."""

    clinic_path = "image__case__lesion__patient__clinic"
    list_display = (
        "number",
        "thumbnail",
        "case",
        "state_shown",
        "verdict",
        "malignant",
        "classifier",
        "attempts",
        "asked_by",
        "queued_at",
    )
    list_display_links = ("number", "thumbnail")
    list_select_related = (
        "image__case__lesion__patient",
        "segmentation",
        "prediction",
        "classifier",
        "segmenter",
        "asked_by",
        "batch",
    )
    list_filter = (
        "state",
        LatestFilter,
        "prediction__verdict",
        "anyway",
        "shadow",
        ("classifier", admin.RelatedOnlyFieldListFilter),
        ("segmenter", admin.RelatedOnlyFieldListFilter),
        "image__image_type",
        "queued_at",
    )
    date_hierarchy = "queued_at"
    search_fields = (
        "=id",
        "=image__id",
        "=image__case__id",
        "^image__sha256",
        "=request_id",
        "reason_code",
        "image__case__lesion__patient__name__holds",
    )
    search_help_text = (
        "Number of the analysis, picture or case, whole record number, beginnings of the name, SHA-256, request id, "
        "reason code"
    )
    actions = ("analyse_again",)
    fieldsets = (
        (None, {"fields": ("state_shown", "result", "picture", "case")}),
        ("Versions", {"fields": ("classifier", "segmenter", "batch_shown", "shadow", "before")}),
        ("Measurements", {"fields": ("measured", "quality")}),
        (
            "Run",
            {
                "fields": (
                    "asked_by",
                    "anyway",
                    "request_id",
                    "attempts",
                    "reason_code",
                    "queued_at",
                    "due_at",
                    "published_at",
                    "started_at",
                    "lease_until",
                    "finished_at",
                    "durations",
                )
            },
        ),
    )

    def get_queryset(self, request):
        """With everything that list and page show, in the same query."""
        return super().get_queryset(request).select_related(*self.list_select_related)

    @admin.display(description="analysis", ordering="pk")
    def number(self, analysis) -> int:
        """Its number, as links and logs name it."""
        return analysis.pk

    def view_on_site(self, analysis) -> str:
        """The case's page on the site, where the picture stands."""
        return reverse("cases:case", args=[analysis.image.case_id])

    @admin.display(description="picture")
    def thumbnail(self, analysis) -> str:
        """Small, with the outline this run found."""
        return outlined_picture(analysis.image, analysis.segmentation)

    @admin.display(description="picture")
    def picture(self, analysis) -> str:
        """Large, with the outline this run found."""
        return outlined_picture(analysis.image, analysis.segmentation, kind="rendition")

    @admin.display(description="case", ordering="image__case")
    def case(self, analysis) -> str:
        """The case's page."""
        return case_link(analysis.image.case)

    @admin.display(description="batch")
    def batch_shown(self, analysis) -> str:
        """Without its size: one over all clinics would tell each how many pictures the others have."""
        if analysis.batch_id is None:
            return "-"
        address = reverse("admin:analysis_batchrun_change", args=[analysis.batch_id])
        return format_html('<a href="{}">Batch {}</a>', address, analysis.batch_id)

    @admin.display(description="state", ordering="state")
    def state_shown(self, analysis) -> str:
        """As a coloured word."""
        return state_mark(analysis)

    @admin.display(description="verdict", ordering="prediction__verdict")
    def verdict(self, analysis) -> str:
        """Only of a finished analysis."""
        return verdict_mark(analysis)

    @admin.display(description=MALIGNANT_COLUMN, ordering="prediction__malignant_probability")
    def malignant(self, analysis) -> str:
        """Only of a finished analysis, with the threshold."""
        return malignant_against_threshold(analysis.prediction)

    @admin.display(description="result")
    def result(self, analysis) -> str:
        """The probabilities, or why there are none."""
        return result_panel(analysis)

    @admin.display(description="lesion")
    def measured(self, analysis) -> str:
        """The segmenter's measurements; each name ends in its unit."""
        return figure_table(analysis.segmentation.measurements if analysis.segmentation else {})

    @admin.display(description="picture quality")
    def quality(self, analysis) -> str:
        """What the quality gate measured."""
        return figure_table(analysis.prediction.quality if analysis.prediction else {})

    @admin.display(description="seconds per stage")
    def durations(self, analysis) -> str:
        """Where the time went."""
        return figure_table(analysis.seconds)

    @admin.action(description="Analyse again", permissions=["analyse"])
    def analyse_again(self, request, queryset) -> None:
        """A new analysis of each picture behind the ticked rows."""
        pictures = Analysis._meta.get_field("image").related_model.objects.select_related("case__lesion__patient")
        analyse_again(self, request, pictures.filter(pk__in=queryset.order_by().values("image_id")))
