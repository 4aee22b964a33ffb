"""What somebody did. No foreign keys: the event outlives the rows it speaks of."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from accounts.audit.link import SAID, chained
from accounts.audit.written import note
from accounts.glass import foreign_patient
from accounts.models.audit_chain import AuditChain
from accounts.request_id import current_request_id


class AppendOnly(TypeError):
    """Somebody's program tried to change or remove an audit event."""

    def __init__(self) -> None:
        super().__init__("The audit trail is append only: record another event instead.")


class AuditEvents(models.QuerySet):
    """Events are read and appended. The database refuses the rest too, see `accounts.audit.append_only`."""

    def bulk_create(self, objs: Iterable["AuditEvent"], *args, **kwargs) -> list["AuditEvent"]:
        """Append events to one chain, in their order, with three queries however many they are."""
        events = list(objs)
        if not events:
            return events
        # no savepoint: whoever fails to record what they do must not go on as if they had
        with transaction.atomic(using=self.db, savepoint=False):
            chain = AuditChain.free()
            said = [{name: getattr(event, name) for name in SAID} for event in events]
            places = chained(said, chain=chain.pk, number=chain.length, previous=chain.head)
            for event, place in zip(events, places, strict=True):
                for name, value in place.items():
                    setattr(event, name, value)
            super().bulk_create(events)
            chain.grow(by=len(events), head=events[-1].hash)
        note(event.pk for event in events)
        return events

    def update(self, **kwargs):
        """Refused."""
        raise AppendOnly

    def delete(self):
        """Refused."""
        raise AppendOnly


class AuditEvent(models.Model):
    """One act by one person (or the system) on one object, appended in the transaction of the act itself."""

    # not `auto_now_add`, which would say it only after the row was hashed
    at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    request_id = models.CharField(max_length=64, db_index=True)
    user_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    user_email = models.EmailField(blank=True)
    clinic_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    act = models.CharField(max_length=60, db_index=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    # the row's place: which chain, the how manieth in it, the hash of the row before, its own (accounts.audit.link)
    chain = models.PositiveIntegerField(editable=False)
    number = models.PositiveBigIntegerField(editable=False)
    previous = models.CharField(max_length=64, blank=True, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    objects = AuditEvents.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_event_object")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(act=""), name="audit_event_says_what_was_done"),
            models.UniqueConstraint(fields=["chain", "number"], name="audit_event_has_one_place"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.act} {self.object_type} {self.object_id or ''}".strip()

    def save(self, *args, **kwargs) -> None:
        """Appends; an event that stands is not saved again."""
        if not self._state.adding:
            raise AppendOnly
        type(self).objects.bulk_create([self])

    def delete(self, *args, **kwargs):
        """Refused."""
        raise AppendOnly

    @classmethod
    def of(
        cls, *, act: str, by, about: models.Model | None = None, clinic_id: int | None = None, detail: dict[str, Any]
    ) -> "AuditEvent":
        """The event, not yet stored; see `accounts.services.record_event`, which asks for it."""
        known = by is not None and by.is_authenticated
        if known and foreign_patient(by) is not None:
            detail = {**detail, "break_glass": True}
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
