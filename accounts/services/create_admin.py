"""The operator of the site makes an administrator, on the command line."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Clinic, User
from accounts.roles import Role
from accounts.services.record_event import record_event


def create_admin(*, email: str, full_name: str, clinic_name: str, password: str, every_clinic: bool = False) -> User:
    """An approved administrator of the clinic of that name, which is made where there is none.

    Args:
        password: checked by the caller against AUTH_PASSWORD_VALIDATORS.
        every_clinic: makes a superuser, whose admin has no border.

    Raises:
        ValidationError: the address is malformed or has an account; a name is empty or too long.
    """
    with transaction.atomic():
        clinic = Clinic.objects.filter(name__iexact=clinic_name.strip()).first()
        if clinic is None:
            clinic = Clinic(name=clinic_name.strip())
            clinic.full_clean()
            clinic.save()
            record_event(act="clinic.added", by=None, about=clinic, clinic_id=clinic.pk)
        user = User(
            email=email.strip().lower(),
            full_name=full_name.strip(),
            clinic=clinic,
            role=Role.ADMIN,
            approved_at=timezone.now(),
            is_superuser=every_clinic,
        )
        user.set_password(password)
        user.full_clean()
        user.save()
        record_event(act="user.added", by=None, about=user, clinic_id=clinic.pk, detail={"through": "command"})
    return user
