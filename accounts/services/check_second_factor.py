"""Somebody who gave the right password proves that they are the person."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from pyotp.exceptions import OTPVerificationError

from accounts import limits
from accounts.models import User
from accounts.second_factor.recovery import hash_of, plain
from accounts.second_factor.secret import totp
from accounts.services.record_event import record_event
from accounts.too_many import TooMany

WRONG = "This code is not right, or was used before. Wait for the next one in your app."


def check_second_factor(*, user: User, code: str) -> str:
    """A code of the app, or a recovery code; either works once.

    Of any number of tries at once, settings.LIMITS["code"] are looked at. A code's time step is remembered, and only a
    later one is taken: who looked over a shoulder comes too late.

    Returns:
        "app" or "recovery".

    Raises:
        TooMany: this account had too many wrong ones.
        ValidationError: code "wrong_code".
    """
    counted = limits.count("code", user.pk)
    if limits.is_over("code", counted):
        if counted.number == limits.first_over("code"):
            _record(user, "user.second_factor_limited")
        raise TooMany(limits.WHY["code"], counted.seconds_left)
    with transaction.atomic():
        kind = "app" if _is_of_app(user, code) else "recovery" if _is_on_paper(user, code) else ""
        if kind == "recovery":
            _record(user, "user.recovery_code_used", left=user.recovery_codes.filter(used_at__isnull=True).count())
        if not kind:
            _record(user, "user.second_factor_failed")
    if not kind:
        raise ValidationError(WRONG, code="wrong_code")
    limits.give_back("code", user.pk)
    return kind


def _is_of_app(user: User, code: str) -> bool:
    digits = plain(code)
    if not user.has_second_factor or len(digits) != 6:
        return False
    try:
        # one step to either side: clocks of telephones differ
        step = totp(user.factor_seed).verify_and_get_timecode(digits, valid_window=1)
    except OTPVerificationError:
        return False
    unused = User.objects.filter(pk=user.pk, factor_seed=user.factor_seed, factor_last_step__lt=step)
    return unused.update(factor_last_step=step) == 1


def _is_on_paper(user: User, code: str) -> bool:
    unused = user.recovery_codes.filter(code_sha256=hash_of(user.pk, code), used_at__isnull=True)
    return user.has_second_factor and unused.update(used_at=timezone.now()) == 1


def _record(user: User, act: str, **detail) -> None:
    record_event(act=act, by=None, about=user, clinic_id=user.clinic_id, detail=detail)
