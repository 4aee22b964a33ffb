"""Somebody says who they are: e-mail and password are compared with the account."""

from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.services.record_event import record_event

WRONG = "E-mail or password is not right, or the account cannot be used."
WAITING = "Your account waits for approval by an administrator of your clinic."


def check_credentials(*, email: str, password: str) -> User:
    """The approved, active account behind e-mail and password; a refusal goes into the audit trail.

    Whoever does not know the password learns nothing: an unknown address costs the same work and gives the same
    sentence as a wrong password or an account that is switched off.

    Raises:
        ValidationError: code "wrong_credentials", or "waiting_for_approval" where the password was right.
    """
    try:
        user = User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        User().set_password(password)  # the work of a comparison, so that the clock does not tell who has an account
        _refuse(None, "unknown", WRONG, "wrong_credentials")
    if not user.check_password(password):
        _refuse(user, "wrong_password", WRONG, "wrong_credentials")
    if not user.is_active:
        _refuse(user, "switched_off", WRONG, "wrong_credentials")
    if user.approved_at is None:
        _refuse(user, "waiting", WAITING, "waiting_for_approval")
    return user


def _refuse(user: User | None, reason: str, sentence: str, code: str) -> None:
    clinic_id = user.clinic_id if user else None
    record_event(act="user.sign_in_failed", by=None, about=user, clinic_id=clinic_id, detail={"reason": reason})
    raise ValidationError(sentence, code=code)
