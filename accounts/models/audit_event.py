"""What somebody did. No foreign keys: the event outlives the rows it speaks of."""

from typing import Any

from django.db import models

from accounts.request_id import current_request_id


class AuditEvent(models.Model):
    """One act by one person (or the system) on one object, appended in the transaction of the act itself."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    request_id = models.CharField(max_length=64, db_index=True)
    user_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    user_email = models.EmailField(blank=True)
    clinic_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    act = models.CharField(max_length=60, db_index=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_event_object")]
        constraints = [models.CheckConstraint(condition=~models.Q(act=""), name="audit_event_says_what_was_done")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.act} {self.object_type} {self.object_id or ''}".strip()

    @classmethod
    def of(
        cls, *, act: str, by, about: models.Model | None = None, clinic_id: int | None = None, detail: dict[str, Any]
    ) -> "AuditEvent":
        """The event, not yet stored; see `accounts.services.record_event`, which asks for it."""
        known = by is not None and by.is_authenticated
        return cls(
            request_id=current_request_id(),
            user_id=by.pk if known else None,
            user_email=by.email if known else "",
            clinic_id=clinic_id if clinic_id is not None else (by.clinic_id if known else None),
            act=act,
            object_type=about._meta.model_name if about is not None else "",
            object_id=about.pk if about is not None else None,
            detail=detail,
        )
