"""A text is sealed with AES-256-GCM and opened again."""

import base64
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from django.core.signals import setting_changed

from cases.sealed.keys import DataKey, data_keys

FORMAT = "s1"
NONCE_BYTES = 12
REMEMBERED = 50_000  # opened texts that a process keeps: ordering a clinic by name opens every name of it


class CannotUnseal(Exception):
    """What stands in the database was not sealed with one of our keys, for this place, or was changed since."""


def seal(text: str, place: str) -> str:
    """The text under the first key, as `s1.<key>.<base64>`; another one each time.

    Args:
        text: what nobody may read in the database.
        place: table and column; what was sealed for one place opens at no other.
    """
    key, nonce = data_keys()[0], secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + key.cipher.encrypt(nonce, text.encode(), place.encode())
    return f"{sealed_with(key)}{base64.urlsafe_b64encode(sealed).decode()}"


def unseal(stored: str, place: str) -> str:
    """The text again.

    Raises:
        CannotUnseal: with a sentence for the operator that says which key is missing.
    """
    return _open(stored, place)


def sealed_with(key: DataKey) -> str:
    """How every text begins that was sealed with this key."""
    return f"{FORMAT}.{key.id}."


@lru_cache(maxsize=REMEMBERED)
def _open(stored: str, place: str) -> str:
    form, _, rest = stored.partition(".")
    key_id, _, sealed = rest.partition(".")
    if form != FORMAT or not sealed:
        raise CannotUnseal(f"A text in {place} is not sealed. Has `manage.py migrate` run?")
    key = next((key for key in data_keys() if key.id == key_id), None)
    if key is None:
        raise CannotUnseal(f"A text in {place} is sealed with the key {key_id}, which SKINLESION_DATA_KEYS lacks.")
    try:
        both = base64.urlsafe_b64decode(sealed)
        return key.cipher.decrypt(both[:NONCE_BYTES], both[NONCE_BYTES:], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotUnseal(f"A text in {place} was changed, or sealed for another place.") from error


def _forget(*, setting: str, **_) -> None:
    # a test has other keys; a site is restarted for that
    if setting == "DATA_KEYS":
        _open.cache_clear()


setting_changed.connect(_forget)
