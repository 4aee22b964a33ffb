"""A re-run of stored pictures, asked for by a person."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class BatchRun(models.Model):
    """Many analyses asked for at once. Its progress is counted from its analyses, never stored.

    Its rows are asked for piece by piece, in the order of the pictures: `filled_until` is the last picture that was
    looked at, `filled_at` says that there are no more. `retry_until` says that what had failed by then is asked for
    again.
    """

    clinic = models.ForeignKey("accounts.Clinic", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    segmenter = models.ForeignKey("analysis.ModelVersion", on_delete=models.PROTECT, related_name="+")
    classifier = models.ForeignKey("analysis.ModelVersion", on_delete=models.PROTECT, related_name="+")
    selection = models.JSONField(default=dict, blank=True)
    image_count = models.PositiveIntegerField(default=0)
    # the results are for comparison only, and stay hidden from clinicians
    shadow = models.BooleanField(default=False)
    filled_until = models.PositiveBigIntegerField(default=0)
    filled_at = models.DateTimeField(null=True, blank=True)
    retry_until = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # an administrator has seen what the versions change, before they are used for new pictures
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)
    sign_off_note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(segmenter=F("classifier")), name="batch_run_segmenter_is_not_the_classifier"
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="batch_run_is_not_paused_and_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_at__isnull=True, signed_off_by__isnull=True, sign_off_note="")
                | (Q(signed_off_at__isnull=False, signed_off_by__isnull=False, filled_at__isnull=False)),
                name="batch_run_signed_off_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return f"Batch {self.pk}, {self.image_count} picture{'' if self.image_count == 1 else 's'}"
