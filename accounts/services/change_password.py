"""An account gets another password."""

from django.db import transaction

from accounts.models import User
from accounts.services.record_event import record_event
from accounts.services.revoke_tokens import revoke_tokens


def change_password(*, user: User, password: str, by: User | None, through: str) -> User:
    """Sets the password; every token ends now, every other session with its next request.

    Args:
        password: checked by the form against AUTH_PASSWORD_VALIDATORS.
        by: the owner, an administrator, or None for whoever held the link of a reset mail.
        through: "page", "reset" or "admin", for the audit trail.
    """
    user.set_password(password)
    with transaction.atomic():
        user.save(update_fields=["password"])
        revoke_tokens(user=user, because="password_changed")
        record_event(
            act="user.password_changed", by=by, about=user, clinic_id=user.clinic_id, detail={"through": through}
        )
    return user
