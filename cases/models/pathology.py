"""The histology outcome of a lesion: the truth that closes the loop."""

from django.db import models
from django.db.models import Q


class Pathology(models.Model):
    """What the laboratory found."""

    lesion = models.ForeignKey("cases.Lesion", on_delete=models.PROTECT, related_name="pathologies")
    diagnosis = models.CharField(max_length=40)
    breslow_mm = models.FloatField("Breslow thickness, mm", null=True, blank=True)
    lab_number = models.CharField(max_length=60, blank=True)
    reported_on = models.DateField()
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-reported_on", "-pk"]
        verbose_name_plural = "pathologies"
        constraints = [
            models.CheckConstraint(condition=~Q(diagnosis=""), name="pathology_has_a_diagnosis"),
            models.CheckConstraint(
                condition=Q(breslow_mm__isnull=True) | Q(breslow_mm__gte=0), name="pathology_breslow_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.diagnosis}, {self.reported_on}"
