"""A patient did not come back for a follow-up that was planned."""

from django.db import models


class LostToFollowUp(models.Model):
    """Said of the signed review that planned it; taken back by removing the row. Both leave an audit event."""

    review = models.OneToOneField("cases.Review", on_delete=models.PROTECT, related_name="lost")
    marked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(max_length=300, blank=True)  # what was tried to reach the patient

    class Meta:
        verbose_name = "patient lost to follow-up"
        verbose_name_plural = "patients lost to follow-up"

    def __str__(self) -> str:
        return f"Lost to follow-up, review {self.review_id}"
