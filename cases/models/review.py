"""What the clinician thinks: an impression before the machine speaks, a final decision after, signed."""

from django.db import models
from django.db.models import Q


class Review(models.Model):
    """One version of a clinician's judgement of a case. Signed ones are never changed; an amendment is a new row."""

    class Management(models.TextChoices):
        DISMISS = "dismiss", "Dismiss"
        FOLLOW_UP = "follow_up", "Photo follow-up"
        EXCISE = "excise", "Excise or biopsy"
        REFER = "refer", "Refer"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="reviews")
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    impression = models.CharField(max_length=40, blank=True)
    diagnosis = models.CharField(max_length=40, blank=True)
    management = models.CharField(max_length=12, choices=Management.choices, blank=True)
    notes = models.TextField(max_length=4000, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="review_version_unique_per_case"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="review_signed_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | (~Q(diagnosis="") & ~Q(management="")),
                name="review_signed_has_diagnosis_and_management",
            ),
            models.CheckConstraint(
                condition=Q(management__in=["", "dismiss", "follow_up", "excise", "refer"]),
                name="review_management_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Review {self.version} of case {self.case_id}"
