"""What stays of a patient whose record was erased: that there was one, and who erased it when and why."""

from django.db import models
from django.db.models import Q


class Erasure(models.Model):
    """No name, no record number, no free text; the audit trail still tells who had looked at number so-and-so."""

    class Why(models.TextChoices):
        ASKED = "asked", "The patient asked for it"
        RETENTION = "retention", "Kept for as long as the clinic keeps records"
        MISTAKE = "mistake", "Registered by mistake"

    clinic = models.ForeignKey("accounts.Clinic", on_delete=models.PROTECT, related_name="+")
    patient_number = models.BigIntegerField(unique=True)  # the id that the patient had
    why = models.CharField(max_length=12, choices=Why.choices)
    counts = models.JSONField(default=dict, blank=True)  # how many rows and files of each kind went
    erased_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(auto_now_add=True)
    # [[storage, name], ...]: files are removed behind the commit; the reconciler removes what is left
    files_left = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-erased_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(why__in=["asked", "retention", "mistake"]), name="erasure_why_known")
        ]

    def __str__(self) -> str:
        return f"Erased patient {self.patient_number}"
