"""A picture's three files are written."""

import secrets
from contextlib import suppress
from dataclasses import dataclass

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.utils.crypto import salted_hmac

from cases.images import PreparedPicture
from cases.services.spool_upload import Spooled


@dataclass(frozen=True)
class StoredPicture:
    """The names of a picture's files in their storages."""

    original: str
    rendition: str
    thumbnail: str

    def remove(self) -> None:
        """Delete all three; those that are not there are no error."""
        for alias, name in (
            ("originals", self.original),
            ("renditions", self.rendition),
            ("renditions", self.thumbnail),
        ):
            storages[alias].delete(name)


def store_picture(*, upload: Spooled, prepared: PreparedPicture, clinic_id: int) -> StoredPicture:
    """Write original, rendition and thumbnail; all of them or none.

    The names are a keyed hash of clinic and content, so they reveal neither, plus a random part, so that every row
    owns its files: a failing upload can remove its own without asking whether an equal one is on its way.
    """
    keyed = salted_hmac("cases.store_picture", f"{clinic_id}:{upload.sha256}", algorithm="sha256").hexdigest()
    stem = f"{keyed[:2]}/{keyed}-{secrets.token_hex(8)}"
    stored = StoredPicture(
        original=f"{stem}.{prepared.extension}", rendition=f"{stem}-rendition.jpg", thumbnail=f"{stem}-thumbnail.jpg"
    )
    try:
        with upload.path.open("rb") as file:
            storages["originals"].save(stored.original, File(file))
        storages["renditions"].save(stored.rendition, ContentFile(prepared.rendition))
        storages["renditions"].save(stored.thumbnail, ContentFile(prepared.thumbnail))
    except BaseException:
        with suppress(OSError):
            stored.remove()
        raise
    return stored
