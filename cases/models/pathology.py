"""The histology outcome of a lesion: the truth that closes the loop."""

from django.db import models
from django.db.models import Q

from cases.diagnoses import BY_CODE, diagnosis_choices


class Pathology(models.Model):
    """What the laboratory found. A correction is a new row; the old one is withdrawn and stays."""

    class Margins(models.TextChoices):
        CLEAR = "clear", "Clear"
        INVOLVED = "involved", "Involved"
        NOT_ASSESSED = "not_assessed", "Not assessed"

    lesion = models.ForeignKey("cases.Lesion", on_delete=models.PROTECT, related_name="pathologies")
    # the consultation whose biopsy it was; empty in old rows and where nobody knows
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="pathologies")
    diagnosis = models.CharField(max_length=40, choices=diagnosis_choices)
    breslow_mm = models.FloatField("Breslow thickness, mm", null=True, blank=True)
    margins = models.CharField(max_length=12, choices=Margins.choices, blank=True)
    lab_number = models.CharField(max_length=60, blank=True)
    comment = models.TextField(max_length=4000, blank=True)
    reported_on = models.DateField()
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-reported_on", "-pk"]
        verbose_name_plural = "pathologies"
        constraints = [
            models.CheckConstraint(condition=Q(diagnosis__in=list(BY_CODE)), name="pathology_diagnosis_known"),
            models.CheckConstraint(
                condition=Q(breslow_mm__isnull=True) | Q(breslow_mm__gte=0), name="pathology_breslow_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(breslow_mm__isnull=True) | Q(diagnosis__in=["mel", "mel_in_situ"]),
                name="pathology_breslow_only_of_melanoma",
            ),
            models.CheckConstraint(
                condition=Q(margins__in=["", "clear", "involved", "not_assessed"]), name="pathology_margins_known"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="pathology_withdrawn_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_diagnosis_display()}, {self.reported_on}"
