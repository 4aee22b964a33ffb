"""Segmentations: where the lesion is, as one run saw it."""

from django.contrib import admin

from analysis.admin.part_of_analysis import PartOfAnalysisAdmin
from analysis.admin.result_panel import anyway_mark, figure_table, percent
from analysis.models import Segmentation


@admin.register(Segmentation)
class SegmentationAdmin(PartOfAnalysisAdmin):
    """Outlines to leaf through, smallest and largest lesions first by a click on the column."""

    list_display = ("number", "thumbnail", "case", "area", "anyway_shown", "segmenter", "created_at")
    list_filter = (
        "analysis__anyway",
        ("analysis__segmenter", admin.RelatedOnlyFieldListFilter),
        "analysis__image__image_type",
        "created_at",
    )
    fields = ("picture", "case", "run", "anyway_shown", "segmenter", "area", "box", "measured", "created_at")

    @admin.display(description="share of the picture", ordering="area_fraction")
    def area(self, segmentation) -> str:
        """Lesion's area as a share of the picture's."""
        return percent(segmentation.area_fraction)

    @admin.display(description="gates", ordering="analysis__anyway")
    def anyway_shown(self, segmentation) -> str:
        """Whether its run was asked for in spite of a gate."""
        return anyway_mark(segmentation.analysis)

    @admin.display(description="bounding box, px")
    def box(self, segmentation) -> str:
        """Left, top to right, bottom, in pixels of the upright original."""
        return f"({segmentation.bbox_x0}, {segmentation.bbox_y0}) to ({segmentation.bbox_x1}, {segmentation.bbox_y1})"

    @admin.display(description="measurements")
    def measured(self, segmentation) -> str:
        """Each name ends in its unit."""
        return figure_table(segmentation.measurements)
