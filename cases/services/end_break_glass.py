"""Somebody has seen enough of another clinic's record."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from accounts.services.record_event import record_event
from cases.models import BreakGlass


def end_break_glass(*, glass: BreakGlass, by: User) -> bool:
    """It ends now instead of after its sixty minutes, with the event "break_glass.ended"; False when it had ended."""
    now = timezone.now()
    with transaction.atomic():
        same = BreakGlass.objects.filter(user=glass.user_id, patient=glass.patient_id)  # however often it was opened
        if not same.filter(ends_at__gt=now).update(ends_at=now):
            return False
        latest = BreakGlass.objects.filter(user=glass.user_id).aggregate(Max("ends_at"))["ends_at__max"]
        User.objects.filter(pk=glass.user_id).update(break_glass_until=latest)
        about = glass.patient
        record_event(act="break_glass.ended", by=by, about=about, clinic_id=about.clinic_id, detail={"glass": glass.pk})
    return True
