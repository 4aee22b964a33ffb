"""Somebody says who they are: e-mail and password are compared with the account."""

from django.core.exceptions import ValidationError

from accounts import limits
from accounts.models import User
from accounts.services.record_event import record_event
from accounts.too_many import TooMany

WRONG = (
    "E-mail or password is not right, or the account cannot be used. "
    "A new account waits for approval by an administrator of its clinic."
)


def check_credentials(*, email: str, password: str, address: str = "") -> User:
    """The approved, active account behind e-mail and password; a refusal goes into the audit trail.

    Nobody learns anything: an unknown address, a wrong password, an account that waits or is switched off all cost the
    same work and give the same sentence. (Who signed up for somebody else's address knows the password they chose: a
    sentence of its own for "waits" would tell them whether the address had an account before.)

    Each try is counted before the work, whether or not the address has an account, and given back when it was right.
    Of any number at once so many passwords are looked at as settings.LIMITS allows and not one more.

    Args:
        address: where the request comes from, as `accounts.client_address` says; empty: nowhere that could be counted.

    Raises:
        TooMany: too many wrong ones for this account, after the same work; or from this address, at once.
        ValidationError: code "wrong_credentials".
    """
    account = email.strip().lower()
    if address:
        _count("sign_in_address", address, None)
    user = User.objects.filter(email=account).first()
    try:
        _count("sign_in_account", account, user)
    except TooMany:
        User().set_password(password)  # the clock does not tell that nobody looks any more
        raise
    if user is None:
        User().set_password(password)  # nor who has an account
        _refuse(None, "unknown")
    if not user.check_password(password):
        _refuse(user, "wrong_password")
    if not user.is_active:
        _refuse(user, "switched_off")
    if user.approved_at is None:
        _refuse(user, "waiting")
    limits.give_back("sign_in_account", account)
    if address:
        limits.give_back("sign_in_address", address)
    return user


def _count(limit: str, whom: str, user: User | None) -> None:
    counted = limits.count(limit, whom)
    if not limits.is_over(limit, counted):
        return
    if counted.number == limits.first_over(limit):
        clinic_id = user.clinic_id if user else None
        record_event(act="user.sign_in_limited", by=None, about=user, clinic_id=clinic_id, detail={"limit": limit})
    raise TooMany(limits.WHY[limit], counted.seconds_left)


def _refuse(user: User | None, reason: str) -> None:
    clinic_id = user.clinic_id if user else None
    record_event(act="user.sign_in_failed", by=None, about=user, clinic_id=clinic_id, detail={"reason": reason})
    raise ValidationError(WRONG, code="wrong_credentials")
