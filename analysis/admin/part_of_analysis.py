"""Base of the two parts of a result, segmentation and prediction: both stand on a picture through their analysis."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from analysis.admin.outlined_picture import outlined_picture
from analysis.admin.result_admin import ResultAdmin, case_link
from analysis.admin.result_panel import shadow_mark


class PartOfAnalysisAdmin(ResultAdmin):
    """Picture with outline, case and run of a part; newest first."""

    clinic_path = "analysis__image__case__lesion__patient__clinic"
    list_display_links = ("number", "thumbnail")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    search_fields = (
        "=id",
        "=analysis__id",
        "=analysis__image__id",
        "=analysis__image__case__id",
        "^analysis__image__sha256",
        "analysis__image__case__lesion__patient__name__holds",
    )
    search_help_text = (
        "Number of this, the analysis, picture or case, whole record number, beginnings of the name, SHA-256"
    )

    def get_queryset(self, request):
        """With the run, its picture, outline and versions, in the same query."""
        rows = super().get_queryset(request).filter(analysis__isnull=False)
        return rows.select_related(
            "analysis__image__case__lesion__patient",
            "analysis__segmentation",
            "analysis__segmenter",
            "analysis__classifier",
        )

    @admin.display(description="number", ordering="pk")
    def number(self, part) -> int:
        """Its number."""
        return part.pk

    @admin.display(description="picture")
    def thumbnail(self, part) -> str:
        """Small, with the outline of the run."""
        return outlined_picture(part.analysis.image, part.analysis.segmentation)

    @admin.display(description="picture")
    def picture(self, part) -> str:
        """Large, with the outline of the run."""
        return outlined_picture(part.analysis.image, part.analysis.segmentation, kind="rendition")

    @admin.display(description="case", ordering="analysis__image__case")
    def case(self, part) -> str:
        """The case's page."""
        return case_link(part.analysis.image.case)

    @admin.display(description="analysis")
    def run(self, part) -> str:
        """The run that made it."""
        address = reverse("admin:analysis_analysis_change", args=[part.analysis.pk])
        return format_html('<a href="{}">{}</a>', address, part.analysis)

    @admin.display(description="segmenter", ordering="analysis__segmenter__version")
    def segmenter(self, part) -> str:
        """The version that drew the outline."""
        return _marked(part.analysis.segmenter, part.analysis)

    @admin.display(description="classifier", ordering="analysis__classifier__version")
    def classifier(self, part) -> str:
        """The version that gave the probabilities."""
        return _marked(part.analysis.classifier, part.analysis)


def _marked(version, analysis) -> str:
    return format_html("{} {}", version, shadow_mark(analysis)) if analysis.shadow else str(version)
