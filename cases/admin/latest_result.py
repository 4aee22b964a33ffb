"""Columns about a picture's latest analysis, for its list and its inline."""

from django.contrib import admin

from analysis.admin.outlined_picture import outlined_picture
from analysis.admin.result_panel import MALIGNANT_COLUMN, malignant_against_threshold, state_mark, verdict_mark


class LatestResultColumns:
    """Mixed into admins whose rows come from `with_latest_analysis`."""

    @admin.display(description="picture")
    def outlined(self, image) -> str:
        """Small, with the outline of the latest analysis."""
        return outlined_picture(image, outline_of(image))

    @admin.display(description="latest analysis")
    def state_shown(self, image) -> str:
        """Its state as a coloured word."""
        return state_mark(image.latest_analysis) if image.latest_analysis else "-"

    @admin.display(description="verdict")
    def verdict(self, image) -> str:
        """Only of a finished analysis."""
        return verdict_mark(image.latest_analysis)

    @admin.display(description=MALIGNANT_COLUMN)
    def malignant(self, image) -> str:
        """Only of a finished analysis, with the threshold."""
        return malignant_against_threshold(image.latest_analysis and image.latest_analysis.prediction)

    @admin.display(description="size, px")
    def size(self, image) -> str:
        """Of the upright original."""
        return f"{image.width} x {image.height}"


def outline_of(image):
    """The segmentation of the picture's latest analysis, None where there is none."""
    return image.latest_analysis and image.latest_analysis.segmentation
