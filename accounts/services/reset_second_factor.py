"""An account loses its second factor."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.services.record_event import record_event
from accounts.services.revoke_tokens import revoke_tokens


def reset_second_factor(*, user: User, by: User | None, through: str) -> bool:
    """The password alone opens the account again, which must set up a new factor if it must have one.

    All sessions and tokens end, because whoever holds one may be why this is done.

    Args:
        by: an administrator, the owner, or None on the command line.
        through: "admin", "page" or "command", for the audit trail.

    Returns:
        False where there was none.

    Raises:
        ValidationError: code "own_account": in the admin a session would be enough to take one's own away.
    """
    if through == "admin" and by is not None and user.pk == by.pk:
        raise ValidationError("Your own second factor is changed on the page of your account.", code="own_account")
    with transaction.atomic():
        with_one = User.objects.filter(pk=user.pk, factor_since__isnull=False)
        if not with_one.update(factor_seed="", factor_since=None, factor_last_step=0, entry_epoch=F("entry_epoch") + 1):
            return False
        user.refresh_from_db(fields=["factor_seed", "factor_since", "factor_last_step", "entry_epoch"])
        user.recovery_codes.all().delete()
        revoke_tokens(user=user, because="factor_reset")
        record_event(
            act="user.second_factor_reset", by=by, about=user, clinic_id=user.clinic_id, detail={"through": through}
        )
    return True
