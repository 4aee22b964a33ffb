"""What ties one row of the audit trail to the row before it: an HMAC that nobody can make without the site's key."""

import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.conf import settings

# everything a row says, in the order in which it is hashed; a column that is not here could be changed unnoticed
SAID = ("at", "request_id", "user_id", "user_email", "clinic_id", "act", "object_type", "object_id", "detail")
PLACE = ("chain", "number", "previous")
FORMAT = 1


def keys() -> tuple[bytes, ...]:
    """The keys of SKINLESION_AUDIT_KEYS, or one made of the secret key; the first one writes, all of them verify."""
    return tuple(_key(material) for material in (settings.AUDIT_KEYS or [settings.SECRET_KEY]))


def link(key: bytes, row: Mapping[str, Any]) -> str:
    """The hash of a row: 64 hexadecimal digits over its place in the chain, the row before it and all it says.

    Args:
        key: one of `keys()`.
        row: a value for each name of `PLACE` and `SAID`.
    """
    values = [FORMAT, *(_plain(row[name]) for name in (*PLACE, *SAID))]
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(key, text.encode(), sha256).hexdigest()


def chained(rows: list[dict[str, Any]], *, chain: int, number: int, previous: str) -> Iterator[dict[str, Any]]:
    """The rows' places, one after another.

    Args:
        rows: a value for each name of `SAID`, in order.
        chain, number, previous: the chain, its length and the hash of its last row.
    """
    key = keys()[0]
    for row in rows:
        number += 1
        place = {"chain": chain, "number": number, "previous": previous}
        previous = link(key, {**row, **place})
        yield {**place, "hash": previous}


@lru_cache
def _key(material: str) -> bytes:
    return hmac.new(material.encode(), b"skinlesion.audit", sha256).digest()


def _plain(value: Any) -> Any:
    """As both databases give it back: times in UTC, numbers without a form of their own."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return str(value) if isinstance(value, str) else value
