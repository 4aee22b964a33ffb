"""What intake says about bytes: the very way of an upload, without the record behind it."""

from django.core.files.base import ContentFile

from cases.images import PreparedPicture
from cases.services.prepare_upload import prepare_upload
from cases.services.spool_upload import UploadRefused, spool_upload


def taken_in(data: bytes) -> PreparedPicture:
    """What pages would show.

    Raises:
        UploadRefused: as an upload would be.
    """
    with spool_upload(upload=ContentFile(data)) as spooled:
        return prepare_upload(upload=spooled)


def verdict_on(data: bytes) -> tuple[str, str, PreparedPicture | None]:
    """The code and the sentence of the refusal, or nothing and the picture."""
    try:
        return "", "", taken_in(data)
    except UploadRefused as refusal:
        return refusal.code, refusal.message, None
