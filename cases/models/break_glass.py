"""Somebody has opened the record of another clinic's patient, for a reason."""

from django.db import models
from django.db.models import F, Q


class BreakGlass(models.Model):
    """Until `ends_at` one person may read one foreign patient. Nothing here is changed but its end brought forward."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("cases.Patient", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = verbose_name_plural = "broken glass"
        indexes = [models.Index(fields=["user", "ends_at"], name="break_glass_of_user")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("opened_at")), name="break_glass_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(reason=""), name="break_glass_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Record {self.patient_id}, opened by user {self.user_id} at {self.opened_at:%Y-%m-%d %H:%M}"
