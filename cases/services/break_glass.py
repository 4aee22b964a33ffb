"""Somebody opens the record of another clinic's patient."""

from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.mail import mail_person
from accounts.models import AuditEvent, User
from accounts.roles import Role
from accounts.services.record_event import record_event
from cases.models import BreakGlass, Patient

MINUTES = 60
SHORTEST_REASON = 20
TRIES_AN_HOUR = 5
ACTS = ("break_glass.opened", "break_glass.missed")


def break_glass(
    *, clinic_name: str, record_number: str, reason: str, by: User, now: datetime | None = None
) -> BreakGlass:
    """Sixty minutes in which `by` may read this patient's record, and nothing but read it.

    The administrators of both clinics get a letter; the event "break_glass.opened" is the other clinic's. A try that
    finds nobody is on record too, and there are five tries an hour, so that nobody learns who is treated where.

    Raises:
        ValidationError: `reason_too_short`, `too_many_tries`, `no_such_record`.
    """
    now, reason = now or timezone.now(), " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        sentence = f"Say in {SHORTEST_REASON} characters or more why you must see this record now."
        raise ValidationError({"reason": ValidationError(sentence, code="reason_too_short")})
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # tries at the same moment are counted one by one
        refusal, patient = None, None
        if _tries(by, now) >= TRIES_AN_HOUR:
            refusal = ValidationError(
                "You have tried this too often. Telephone the other clinic.", code="too_many_tries"
            )
        elif not (patient := _find(clinic_name, record_number, by)):
            record_event(act="break_glass.missed", by=by, detail={"reason": reason})
            refusal = ValidationError("No other clinic of this name has such a record.", code="no_such_record")
        else:
            glass = _open(patient, reason, by, now)
    if refusal:
        raise refusal  # after the commit: a try that finds nobody stays on record
    by.break_glass_until = glass.ends_at
    return glass


def _open(patient: Patient, reason: str, by: User, now: datetime) -> BreakGlass:
    ends_at = now + timedelta(minutes=MINUTES)
    glass = BreakGlass.objects.create(user=by, patient=patient, reason=reason, opened_at=now, ends_at=ends_at)
    User.objects.filter(pk=by.pk).update(break_glass_until=ends_at)
    detail = {"glass": glass.pk, "of_clinic": by.clinic_id, "minutes": MINUTES}
    record_event(act="break_glass.opened", by=by, about=patient, clinic_id=patient.clinic_id, detail=detail)
    for admin in _admins_of(by.clinic_id, patient.clinic_id):
        tell = partial(mail_person, user=admin, letter="broken_glass", context={"glass": glass})
        transaction.on_commit(tell, robust=True)
    return glass


def _find(clinic_name: str, record_number: str, by: User) -> Patient | None:
    found = Patient.objects.select_related("clinic", "merged_into__clinic").exclude(clinic=by.clinic_id)
    patient = found.filter(clinic__name__iexact=clinic_name.strip(), record_number=record_number.strip()).first()
    return patient.merged_into or patient if patient else None


def _tries(by: User, now: datetime) -> int:
    events = AuditEvent.objects.filter(user_id=by.pk, act__in=ACTS, at__gt=now - timedelta(hours=1))
    return events.count()


def _admins_of(*clinics: int | None) -> list[User]:
    who = User.objects.filter(role=Role.ADMIN, is_active=True, approved_at__isnull=False, clinic__in=clinics)
    return list(who.select_related("clinic"))
