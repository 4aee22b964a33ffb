"""A clinic: the border of everything a user may see."""

from django.db import models
from django.db.models.functions import Lower


class Clinic(models.Model):
    """An institution with its own users and patients."""

    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="clinic_name_unique")]

    def __str__(self) -> str:
        return self.name
