"""What people opened of other clinics' records."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.roles import Act, may
from cases.models import BreakGlass


def open_glass_of(user) -> QuerySet[BreakGlass]:
    """What this person may read of other clinics just now, the newest first, each with its patient and clinic."""
    mine = BreakGlass.objects.select_related("patient__clinic", "user")
    return mine.filter(user=user.pk, ends_at__gt=timezone.now())


def glass_visible_to(user) -> QuerySet[BreakGlass]:
    """For administrators: what was opened of their clinic's records, and what their clinic's people opened."""
    rows = BreakGlass.objects.select_related("patient__clinic", "user__clinic")
    if not may(user, Act.ADMINISTER):
        return rows.none()
    if user.is_superuser:
        return rows
    if user.clinic_id is None:
        return rows.none()
    return rows.filter(Q(patient__clinic=user.clinic_id) | Q(user__clinic=user.clinic_id))
