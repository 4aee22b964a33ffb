"""What the site and the app both know."""

import base64
import secrets

import pyotp
import segno
from django.utils.crypto import salted_hmac

from accounts.models import User

ISSUER = "skinlesion"


def new_seed() -> str:
    """What a secret is made from; this, and not the secret, is stored."""
    return secrets.token_hex(20)


def totp(seed: str) -> pyotp.TOTP:
    """The secret's clock.

    The secret is made from the seed with SKINLESION_SECRET_KEY: who reads the table, or a backup of it, has no codes.
    A new key ends all second factors; recovery codes and `manage.py reset_second_factor` remain.

    Source: RFC 6238, with what all apps know: SHA-1, six digits, 30 seconds.
    """
    key = salted_hmac("accounts.second_factor", seed, algorithm="sha256").digest()[:20]
    return pyotp.TOTP(base64.b32encode(key).decode())


def address_for(user: User, seed: str) -> str:
    """What the app reads from the picture."""
    return totp(seed).provisioning_uri(name=user.email, issuer_name=ISSUER)


def qr_code(address: str) -> str:
    """The address as an SVG drawn by this site, black on white whatever the page's colours; no style, for our CSP."""
    return segno.make(address, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True)


def in_groups(seed: str) -> str:
    """The secret for who types it: groups of four."""
    secret = totp(seed).secret
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
