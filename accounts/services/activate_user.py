"""An administrator switches an account on again."""

from django.db import transaction

from accounts.models import User
from accounts.services.record_event import record_event


def activate_user(*, user: User, by: User) -> bool:
    """The account may sign in again, if it was approved; old tokens stay dead.

    Returns:
        False where it was on already.
    """
    with transaction.atomic():
        if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
            return False
        user.is_active = True
        record_event(act="user.switched_on", by=by, about=user, clinic_id=user.clinic_id)
    return True
