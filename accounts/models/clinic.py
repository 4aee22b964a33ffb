"""A clinic: the border of everything a user may see."""

from django.db import models
from django.db.models.functions import Lower


class Clinic(models.Model):
    """An institution with its own users and patients."""

    name = models.CharField(max_length=120)
    # a clinician chooses a diagnosis before the networks' result is shown (`cases.models.Review.impression`)
    impression_first = models.BooleanField("my impression first", default=False)
    histology_overdue_days = models.PositiveSmallIntegerField("histology overdue after, days", default=28)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="clinic_name_unique")]

    def __str__(self) -> str:
        return self.name
