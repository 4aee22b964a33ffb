"""The keys that names and record numbers are sealed with: the first seals, every one of them opens."""

import base64
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

BYTES = 32
FILE = "data.key"  # in the var folder of a demo; no backup takes it along
MISSING = "Set SKINLESION_DATA_KEYS to a key of 32 random bytes in base64: names and record numbers are sealed with it."
NO_KEY = "SKINLESION_DATA_KEYS has an entry that is no key: write 32 random bytes in base64 (openssl rand -base64 32)."


@dataclass(frozen=True, eq=False)
class DataKey:
    """What is derived from one secret: a name that gives nothing away, a cipher, and a key for hashes."""

    id: str  # 8 hexadecimal digits
    cipher: AESGCM
    digest_key: bytes


def data_keys() -> tuple[DataKey, ...]:
    """The keys of SKINLESION_DATA_KEYS; in a demo without any, the one in the var folder, made when first needed.

    Raises:
        django.core.exceptions.ImproperlyConfigured: there is none, or one is no key.
    """
    if settings.DATA_KEYS:
        return _derive(settings.DATA_KEYS)
    if not settings.DEMO:
        raise ImproperlyConfigured(MISSING)
    return _of_demo(settings.VAR_DIR / FILE)


def new_key() -> str:
    """A random one, as SKINLESION_DATA_KEYS takes it."""
    return base64.b64encode(secrets.token_bytes(BYTES)).decode()


@cache
def _derive(written: Sequence[str]) -> tuple[DataKey, ...]:
    return tuple(_key(text) for text in written)


@cache
def _of_demo(path: Path) -> tuple[DataKey, ...]:
    if not path.exists():
        _write(path)
    return _derive((path.read_text().strip(),))


def _write(path: Path) -> None:
    # whole and under its name in one step: web process and worker may come at the same moment, and one of them wins
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(new_key())
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()


def _key(text: str) -> DataKey:
    try:
        secret = base64.b64decode(text.strip().translate(str.maketrans("-_", "+/")), validate=True)
    except ValueError:
        secret = b""
    if len(secret) != BYTES:
        raise ImproperlyConfigured(NO_KEY)
    return DataKey(
        id=_derived(secret, b"id", 4).hex(),
        cipher=AESGCM(_derived(secret, b"seal", 32)),
        digest_key=_derived(secret, b"digest", 32),
    )


def _derived(secret: bytes, purpose: bytes, length: int) -> bytes:
    info = b"skinlesion.cases.sealed." + purpose
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)
