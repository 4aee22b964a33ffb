"""People and what they did, for those who may see it."""

from django.db.models import QuerySet

from accounts.models import AuditEvent, User
from accounts.roles import Act, may


def people_visible_to(user: User) -> QuerySet[User]:
    """Accounts an administrator looks after: those of their clinic, all for a superuser, none for anybody else."""
    if not may(user, Act.ADMINISTER):
        return User.objects.none()
    if user.is_superuser:
        return User.objects.all()
    return User.objects.filter(clinic=user.clinic_id) if user.clinic_id else User.objects.none()


def events_visible_to(user: User) -> QuerySet[AuditEvent]:
    """The audit trail of an administrator's clinic, newest first; all of it for a superuser, none for anybody else."""
    if not may(user, Act.ADMINISTER):
        return AuditEvent.objects.none()
    if user.is_superuser:
        return AuditEvent.objects.all()
    return AuditEvent.objects.filter(clinic_id=user.clinic_id) if user.clinic_id else AuditEvent.objects.none()


def waiting(people: QuerySet[User]) -> QuerySet[User]:
    """Those who signed up and were neither approved nor switched off."""
    return people.filter(approved_at__isnull=True, is_active=True)
