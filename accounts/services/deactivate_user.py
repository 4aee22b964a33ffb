"""An administrator switches an account off."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.services.record_event import record_event
from accounts.services.revoke_tokens import revoke_tokens


def deactivate_user(*, user: User, by: User) -> bool:
    """The account signs in no more; sessions end with their next request, tokens now, and none of them comes
    back when it is switched on again. What it did stays.

    Returns:
        False where it was off already.

    Raises:
        ValidationError: code "own_account": whoever locks themselves out cannot undo it.
    """
    if user.pk == by.pk:
        raise ValidationError("You cannot switch off your own account.", code="own_account")
    with transaction.atomic():
        if not User.objects.filter(pk=user.pk, is_active=True).update(
            is_active=False, entry_epoch=F("entry_epoch") + 1
        ):
            return False
        user.refresh_from_db(fields=["is_active", "entry_epoch"])
        revoke_tokens(user=user, because="switched_off")
        record_event(act="user.switched_off", by=by, about=user, clinic_id=user.clinic_id)
    return True
