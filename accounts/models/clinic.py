"""A clinic: the border of everything a user may see."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower


class Clinic(models.Model):
    """An institution with its own users and patients."""

    name = models.CharField(max_length=120)
    # a clinician chooses a diagnosis before the networks' result is shown (`cases.models.Review.impression`)
    impression_first = models.BooleanField("my impression first", default=False)
    histology_overdue_days = models.PositiveSmallIntegerField("histology overdue after, days", default=28)
    retention_years = models.PositiveSmallIntegerField(
        "keep records for, years",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="After the last visit. Then a record is listed as due, and goes when an administrator says so. "
        "Empty: for good.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="clinic_name_unique")]

    def __str__(self) -> str:
        return self.name
