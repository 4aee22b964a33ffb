"""How often something was done within a time, for limits, where there is no Redis to count."""

from django.db import models
from django.db.models import Q


class Counter(models.Model):
    """`key` is a keyed hash of what is limited and who does it: the table names nobody."""

    key = models.CharField(max_length=64, primary_key=True)
    number = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number__gte=0), name="counter_number_is_not_negative")]

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.number}"
