"""Where the lesion is, as one run of the segmenter saw it, or as a person drew it."""

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q


def renditions_storage():
    """Looked up late, so that tests and settings can move it."""
    return storages["renditions"]


class Segmentation(models.Model):
    """The lesion's mask, outline and measurements, in pixels of the upright original.

    The segmenter's belong to an `Analysis`; a person's to the picture, and the newest of them counts. None is changed.
    """

    mask = models.FileField(storage=renditions_storage, max_length=200)
    outline = models.JSONField(default=list)  # polygons [[x, y], ...], largest first
    bbox_x0 = models.PositiveIntegerField()
    bbox_y0 = models.PositiveIntegerField()
    bbox_x1 = models.PositiveIntegerField()
    bbox_y1 = models.PositiveIntegerField()
    area_fraction = models.FloatField()
    measurements = models.JSONField(default=dict)  # names end in their unit
    image = models.ForeignKey(
        "cases.LesionImage", on_delete=models.PROTECT, null=True, blank=True, related_name="drawn_segmentations"
    )
    drawn_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(area_fraction__gt=0, area_fraction__lte=1), name="segmentation_area_fraction_in_0_1"
            ),
            models.CheckConstraint(
                condition=Q(bbox_x1__gt=models.F("bbox_x0"), bbox_y1__gt=models.F("bbox_y0")),
                name="segmentation_bbox_not_empty",
            ),
            models.CheckConstraint(condition=~Q(mask=""), name="segmentation_has_a_mask"),
            models.CheckConstraint(
                condition=Q(image__isnull=True, drawn_by__isnull=True) | Q(image__isnull=False, drawn_by__isnull=False),
                name="segmentation_drawn_by_somebody_on_a_picture",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_fraction:.1%} of the picture"
