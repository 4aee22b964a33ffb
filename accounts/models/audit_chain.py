"""Where a chain of the audit trail ends."""

from django.db import models
from django.db.models import F, Q


class AuditChain(models.Model):
    """One of several chains: how many rows it has, and the hash of the last one. It only ever grows.

    A transaction appends to any chain that nobody else is appending to, and begins a new one where all are taken. So
    nobody waits for another's transaction, and there are as many chains as there were ever writers at one moment.
    """

    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(length=0, head="") | (Q(length__gt=0) & ~Q(head="")), name="audit_chain_head_and_length"
            )
        ]

    def __str__(self) -> str:
        return f"Chain {self.pk}, {self.length} events"

    @classmethod
    def free(cls) -> "AuditChain":
        """One that is ours to the end of the transaction. On SQLite there is one writer at a time, and one chain."""
        return cls.objects.select_for_update(skip_locked=True).order_by("pk").first() or cls.objects.create()

    def grow(self, *, by: int, head: str) -> None:
        """It has `by` rows more, the last of which has the hash `head`."""
        type(self).objects.filter(pk=self.pk).update(length=F("length") + by, head=head)
