"""Somebody's account gets a second factor."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from pyotp.exceptions import OTPVerificationError

from accounts.models import User
from accounts.second_factor.recovery import plain
from accounts.second_factor.secret import totp
from accounts.services.record_event import record_event
from accounts.services.renew_recovery_codes import renew_recovery_codes
from accounts.services.revoke_tokens import revoke_tokens

NOT_IT = "This is not the code that your app shows for this picture. Does the telephone's clock agree with this one?"


def set_up_second_factor(*, user: User, seed: str, code: str) -> list[str]:
    """From now on signing in asks for a code; every other session and every token ends.

    Args:
        user: who is signed in; the object is brought up to date, for the session that goes on.
        seed: what the picture on the page was made from.
        code: what the app makes of it: proof that it was read.

    Returns:
        Recovery codes, to be shown once.

    Raises:
        ValidationError: code "wrong_code"; or "has_factor": there is one already.
    """
    try:
        step = totp(seed).verify_and_get_timecode(plain(code), valid_window=1)
    except OTPVerificationError as error:
        raise ValidationError(NOT_IT, code="wrong_code") from error
    with transaction.atomic():
        without = User.objects.filter(pk=user.pk, factor_since__isnull=True)
        if not without.update(factor_seed=seed, factor_since=timezone.now(), factor_last_step=step):
            raise ValidationError("This account has a second factor already.", code="has_factor")
        user.refresh_from_db(fields=["factor_seed", "factor_since", "factor_last_step"])
        revoke_tokens(user=user, because="second_factor")
        codes = renew_recovery_codes(user=user)
        record_event(act="user.second_factor_set_up", by=user, about=user)
    return codes
