"""A case: one consultation about one lesion."""

from django.db import models


class Case(models.Model):
    """Opened by a clinician with a reason; its state is computed from its pictures and reviews, never stored."""

    lesion = models.ForeignKey("cases.Lesion", on_delete=models.PROTECT, related_name="cases")
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True, db_index=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"Case {self.pk}"
