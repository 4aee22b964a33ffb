"""How often one account, one address or one person may do something; the numbers are in settings.LIMITS."""

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.counters import shared
from accounts.counters.counted import Counted
from accounts.too_many import TooMany

GUESSES = "Too many tries to sign in did not succeed"
WHY = {
    "sign_in_account": GUESSES,
    "sign_in_address": GUESSES,
    "code": "Too many codes were not right",
    "reset_account": "Too many letters were asked for",
    "reset_address": "Too many letters were asked for",
    "sign_up_account": "Too many accounts were asked for",
    "sign_up_address": "Too many accounts were asked for",
    "uploads": "These are more pictures than one person may upload in this time",
    "predictions": "These are more analyses than one person may ask for in this time",
    "exports": "These are more exports than one person may take in this time",
}


def count(limit: str, whom: object, *, times: int = 1) -> Counted:
    """Counts and does not refuse; see `is_over`."""
    return shared.count_up(_key(limit, whom), seconds=settings.LIMITS[limit][1], times=times)


def is_over(limit: str, counted: Counted) -> bool:
    """Whether that was more than is allowed."""
    return counted.number > settings.LIMITS[limit][0]


def spend(limit: str, whom: object, *, times: int = 1) -> None:
    """Counts, and refuses what is too much; whatever is refused is not counted.

    Args:
        limit: one of `WHY`.
        whom: an account, an address or the primary key of a person.
        times: several at once, all or none of them.

    Raises:
        TooMany: with the time to wait.
    """
    counted = count(limit, whom, times=times)
    if is_over(limit, counted):
        give_back(limit, whom, times=times)
        raise TooMany(WHY[limit], counted.seconds_left)


def give_back(limit: str, whom: object, *, times: int = 1) -> None:
    """It was no misuse after all."""
    shared.count_down(_key(limit, whom), times=times)


def forget(limit: str, whom: object) -> None:
    """They may begin again."""
    shared.forget(_key(limit, whom))


def _key(limit: str, whom: object) -> str:
    return salted_hmac("accounts.limits", f"{limit}:{whom}", algorithm="sha256").hexdigest()


def first_over(limit: str) -> int:
    """The number of the first one refused: said once in the audit trail, not a thousand times."""
    return settings.LIMITS[limit][0] + 1
