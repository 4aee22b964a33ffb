"""A re-run of stored pictures, asked for by a person."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class BatchRun(models.Model):
    """Many analyses asked for at once. Its progress is counted from its analyses, never stored."""

    clinic = models.ForeignKey("accounts.Clinic", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    segmenter = models.ForeignKey("analysis.ModelVersion", on_delete=models.PROTECT, related_name="+")
    classifier = models.ForeignKey("analysis.ModelVersion", on_delete=models.PROTECT, related_name="+")
    selection = models.JSONField(default=dict, blank=True)
    image_count = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(segmenter=F("classifier")), name="batch_run_segmenter_is_not_the_classifier"
            ),
        ]

    def __str__(self) -> str:
        return f"Batch {self.pk}, {self.image_count} pictures"
