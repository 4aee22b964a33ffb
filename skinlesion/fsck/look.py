"""One expected file is looked at: is it there, is it what its row says, does it decode?"""

import hashlib

from django.core.files.storage import storages
from django.utils.crypto import salted_hmac
from PIL import Image

from skinlesion.fsck.expected import Expected
from skinlesion.fsck.finding import Finding

FORMATS = {"rendition": "JPEG", "thumbnail": "JPEG", "mask": "PNG", "explanation": "PNG"}
READ_BYTES = 1 << 20


def look_at(expected: Expected) -> Finding | None:
    """What is wrong with a file, or None.

    An original is read and hashed, and never decoded here: its bytes are a stranger's. The others are of our own
    making and are decoded.

    Raises:
        OSError: the storage itself does not answer: that says nothing about the file.
    """
    storage = storages[expected.alias]
    try:
        with storage.open(expected.name, "rb") as file:
            return _look_at_original(expected, file) if expected.kind == "original" else _decode(expected, file)
    except FileNotFoundError:
        return _finding(expected, "missing", "is missing")


def _look_at_original(expected: Expected, file) -> Finding | None:
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(READ_BYTES):
        digest.update(chunk)
        size += len(chunk)
    if digest.hexdigest() != expected.sha256:
        # the name was made from the content: a second witness, which tells a damaged file from a wrong row
        if _fits_its_name(expected, digest.hexdigest()):
            return _finding(expected, "wrong_row", "fits its name but not the hash in its row")
        return _finding(expected, "damaged", "is damaged: its content is not what came in")
    if size != expected.size_bytes:
        return _finding(expected, "wrong_row", f"has {size} bytes, and its row says {expected.size_bytes}")
    return None


def _fits_its_name(expected: Expected, sha256: str) -> bool:
    keyed = salted_hmac("cases.store_picture", f"{expected.clinic_id}:{sha256}", algorithm="sha256").hexdigest()
    return expected.name.split("/")[-1].startswith(keyed)


def _decode(expected: Expected, file) -> Finding | None:
    try:
        with Image.open(file, formats=[FORMATS[expected.kind]]) as picture:
            picture.load()
            size = picture.size
    except Exception as error:
        # Pillow raises many things at broken bytes; only an error of the disk or the network has a number
        if isinstance(error, OSError) and error.errno is not None:
            raise
        return _finding(expected, "damaged", "is damaged and cannot be shown")
    if expected.pixels and size != expected.pixels:
        return _finding(expected, "damaged", "is not of the picture's size")
    return None


def _finding(expected: Expected, code: str, says: str) -> Finding:
    sentence = f"{expected.about}: its {expected.kind} {says}"
    return Finding(code=code, sentence=sentence, file=f"{expected.alias}/{expected.name}", expected=expected)
