"""The analyses of a picture, on the picture's page."""

from django.contrib import admin

from accounts.admin.clinic_scope import ClinicScopedInline
from analysis.admin.result_panel import MALIGNANT_COLUMN, malignant_against_threshold, state_mark, verdict_mark
from analysis.models import Analysis


class AnalysisInline(ClinicScopedInline):
    """Newest first; each links to its own page."""

    model = Analysis
    clinic_path = "image__case__lesion__patient__clinic"
    verbose_name_plural = "analyses, newest first"
    show_change_link = True
    fields = ("state_shown", "verdict", "malignant", "reason", "classifier", "segmenter", "queued_at", "finished_at")
    readonly_fields = fields

    def get_queryset(self, request):
        """With results and versions, in the same query."""
        rows = super().get_queryset(request)
        return rows.select_related("image__case__lesion__patient", "prediction", "classifier", "segmenter")

    @admin.display(description="state")
    def state_shown(self, analysis) -> str:
        """As a coloured word."""
        return state_mark(analysis)

    @admin.display(description="verdict")
    def verdict(self, analysis) -> str:
        """Only of a finished analysis."""
        return verdict_mark(analysis)

    @admin.display(description=MALIGNANT_COLUMN)
    def malignant(self, analysis) -> str:
        """Only of a finished analysis, with the threshold."""
        return malignant_against_threshold(analysis.prediction)
