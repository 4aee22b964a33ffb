"""Keyed hashes: equal texts are found without reading them. Without the key nobody can try out names."""

import hmac

from cases.sealed.keys import DataKey, data_keys
from cases.sealed.spelling import beginnings, folded, sought


def number_digest(number: str, key: DataKey | None = None) -> str:
    """Of a record number, to the letter: by this it is unique in its clinic."""
    return _digest(key or data_keys()[0], f"number:{number}").hex()


def number_digests(number: str) -> list[str]:
    """The same under every key: while keys are being changed, rows have the one or the other."""
    return [number_digest(number, key) for key in data_keys()]


def terms_of(name: str, number: str) -> set[int]:
    """What a patient is found by: the beginnings of the name's words, and the whole record number in any case."""
    key = data_keys()[0]
    return {_term(key, "word", begin) for begin in beginnings(name)} | {_term(key, "number", folded(number))}


def terms_for(typed: str) -> list[int]:
    """What to look for, under every key, when somebody typed this word."""
    kinds = {"word": sought(typed), "number": folded(typed.strip())}
    return [_term(key, kind, text) for key in data_keys() for kind, text in kinds.items() if text]


def number_terms_for(typed: str) -> list[int]:
    """The same of a record number alone."""
    return [_term(key, "number", folded(typed.strip())) for key in data_keys()]


def _term(key: DataKey, kind: str, text: str) -> int:
    # 63 bits: a column of numbers is half as large as one of texts, and nobody meets two equal ones
    return int.from_bytes(_digest(key, f"{kind}:{text}")[:8], "big") >> 1


def _digest(key: DataKey, text: str) -> bytes:
    return hmac.digest(key.digest_key, text.encode(), "sha256")[:16]
