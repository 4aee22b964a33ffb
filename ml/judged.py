"""Weights as they are loaded: the very bytes whose hash stands in the manifest."""

import hashlib

from ml.errors import WeightsMissing, WeightsTampered
from ml.manifest import MISSING, TAMPERED, ModelEntry


def read_judged(entry: ModelEntry, *, runtime: bool = False) -> bytes:
    """The bytes of the weight file, or of the converted one: those that were hashed, not those that somebody has put
    there between the hash and the loading.

    Raises:
        WeightsMissing: it is not there.
        WeightsTampered: its content is another.
    """
    path, sha256 = (entry.runtime_path, entry.runtime_sha256) if runtime else (entry.path, entry.sha256)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WeightsMissing(MISSING.format(path=path)) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise WeightsTampered(TAMPERED.format(path=path, version=entry.version))
    return content
