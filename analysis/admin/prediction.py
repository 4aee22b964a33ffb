"""Predictions: what the classifier said."""

from django.contrib import admin

from analysis.admin.part_of_analysis import PartOfAnalysisAdmin
from analysis.admin.result_panel import (
    MALIGNANT_COLUMN,
    figure_table,
    flag_list,
    malignant_against_threshold,
    probability_table,
    uncertainty_line,
    unsure,
    verdict_mark,
)
from analysis.models import Prediction
from ml.diagnoses import NAMES


@admin.register(Prediction)
class PredictionAdmin(PartOfAnalysisAdmin):
    """Every result with its threshold, most suspicious first by a click on the column."""

    list_display = ("number", "thumbnail", "case", "verdict_shown", "malignant", "classifier", "created_at")
    list_filter = (
        "verdict",
        "analysis__anyway",
        ("analysis__classifier", admin.RelatedOnlyFieldListFilter),
        "analysis__image__image_type",
        "created_at",
    )
    fields = (
        "verdict_shown",
        "malignant",
        "operating_point",
        "uncertainty_shown",
        "flags_shown",
        "probabilities_shown",
        "explained_shown",
        "energy_inside",
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
        return verdict_mark(prediction.analysis)

    @admin.display(description=MALIGNANT_COLUMN, ordering="malignant_probability")
    def malignant(self, prediction) -> str:
        """With the threshold it is compared with."""
        return malignant_against_threshold(prediction)

    @admin.display(description="uncertainty", ordering="uncertainty")
    def uncertainty_shown(self, prediction) -> str:
        """With the threshold from which on a person decides."""
        return uncertainty_line(prediction)

    @admin.display(description="flags")
    def flags_shown(self, prediction) -> str:
        """What speaks against the picture, where it was analysed anyway."""
        return flag_list(prediction.analysis)

    @admin.display(description="probabilities")
    def probabilities_shown(self, prediction) -> str:
        """Per class, most probable first."""
        return probability_table(prediction)

    @admin.display(description="explained")
    def explained_shown(self, prediction) -> str:
        """What the map explains, by name only where the network is sure of it."""
        if not prediction.explained:
            return "-"
        if unsure(prediction):
            return "The leading diagnosis, which the network is not sure of"
        return NAMES.get(prediction.explained, prediction.explained)

    @admin.display(description="picture quality")
    def quality_shown(self, prediction) -> str:
        """What the quality gate measured."""
        return figure_table(prediction.quality)
