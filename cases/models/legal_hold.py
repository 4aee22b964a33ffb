"""A patient's record must not be erased, whatever anybody asks: a court, an insurer or a complaint needs it."""

from django.db import models
from django.db.models import Q


class LegalHold(models.Model):
    """Placed by somebody for a reason, lifted by somebody for a reason; both leave an audit event."""

    patient = models.ForeignKey("cases.Patient", on_delete=models.PROTECT, related_name="legal_holds")
    reason = models.CharField(max_length=300)
    placed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-placed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=Q(lifted_at__isnull=True), name="legal_hold_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="legal_hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_reason="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_reason="")),
                name="legal_hold_lifted_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Legal hold on patient {self.patient_id}"
