"""Predictions: what the classifier said."""

from django.contrib import admin

from analysis.admin.part_of_analysis import PartOfAnalysisAdmin
from analysis.admin.result_panel import (
    MALIGNANT_COLUMN,
    figure_table,
    malignant_against_threshold,
    probability_table,
    verdict_mark,
)
from analysis.models import Prediction


@admin.register(Prediction)
class PredictionAdmin(PartOfAnalysisAdmin):
    """Every result with its threshold, most suspicious first by a click on the column."""

    list_display = ("number", "thumbnail", "case", "verdict_shown", "malignant", "classifier", "created_at")
    list_filter = (
        "verdict",
        ("analysis__classifier", admin.RelatedOnlyFieldListFilter),
        "analysis__image__image_type",
        "created_at",
    )
    fields = (
        "verdict_shown",
        "malignant",
        "probabilities_shown",
        "picture",
        "case",
        "run",
        "classifier",
        "quality_shown",
        "created_at",
    )

    @admin.display(description="verdict", ordering="verdict")
    def verdict_shown(self, prediction) -> str:
        """As a coloured word."""
        return verdict_mark(prediction)

    @admin.display(description=MALIGNANT_COLUMN, ordering="malignant_probability")
    def malignant(self, prediction) -> str:
        """With the threshold it is compared with."""
        return malignant_against_threshold(prediction)

    @admin.display(description="probabilities")
    def probabilities_shown(self, prediction) -> str:
        """Per class, most probable first."""
        return probability_table(prediction)

    @admin.display(description="picture quality")
    def quality_shown(self, prediction) -> str:
        """What the quality gate measured."""
        return figure_table(prediction.quality)
