"""A picture of a lesion, as received and as served."""

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q


def originals_storage():
    """Looked up late, so that tests and settings can move it."""
    return storages["originals"]


def renditions_storage():
    """The same for our own re-encoded pictures."""
    return storages["renditions"]


class LesionImage(models.Model):
    """One picture. The original is kept untouched and never served inline; pages show the clean rendition."""

    class ImageType(models.TextChoices):
        DERMOSCOPIC = "dermoscopic", "Dermoscopic"
        CLOSE_UP = "close_up", "Close-up"
        OVERVIEW = "overview", "Overview"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="images")
    sha256 = models.CharField(max_length=64)
    original = models.FileField(storage=originals_storage, max_length=200)
    original_bytes = models.PositiveBigIntegerField()
    rendition = models.FileField(storage=renditions_storage, max_length=200)
    thumbnail = models.FileField(storage=renditions_storage, max_length=200)
    # of the upright original, in pixels
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_at = models.DateTimeField(null=True, blank=True)
    image_type = models.CharField(max_length=12, choices=ImageType.choices, default=ImageType.DERMOSCOPIC)
    mm_per_pixel = models.FloatField("dermatoscope scale, mm per pixel of the original", null=True, blank=True)
    synthetic = models.BooleanField(default=False)  # drawn by load_demo; said wherever it shows
    received_at = models.DateTimeField(auto_now_add=True, db_index=True)
    received_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "sha256"], name="lesion_image_once_per_case"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="lesion_image_has_pixels"),
            models.CheckConstraint(
                condition=Q(mm_per_pixel__isnull=True) | Q(mm_per_pixel__gt=0), name="lesion_image_scale_positive"
            ),
            models.CheckConstraint(
                condition=~Q(original="") & ~Q(rendition="") & ~Q(thumbnail=""), name="lesion_image_has_its_files"
            ),
        ]

    def __str__(self) -> str:
        return f"Picture {self.pk}"

    @property
    def latest_analysis(self):
        """The newest analysis or None; free after `selectors.with_latest_analysis`, one query otherwise."""
        if not hasattr(self, "latest_analyses"):
            analyses = self.analyses(manager="shown")
            return analyses.select_related("segmentation", "prediction", "segmenter", "classifier").first()
        return self.latest_analyses[0] if self.latest_analyses else None
