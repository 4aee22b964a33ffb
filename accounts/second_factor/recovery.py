"""Codes for paper."""

import base64
import hashlib
import re
import secrets

HOW_MANY = 10


def new_codes() -> list[str]:
    """Ten, of 80 random bits each: nobody guesses one, so a plain hash keeps it."""
    texts = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(HOW_MANY)]
    return ["-".join(text[at : at + 4] for at in range(0, 16, 4)) for text in texts]


def hash_of(user_id: int, code: str) -> str:
    """However it was typed: blanks, dashes and capitals do not matter."""
    return hashlib.sha256(f"{user_id}:{plain(code)}".encode()).hexdigest()


def plain(code: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", code.lower())
