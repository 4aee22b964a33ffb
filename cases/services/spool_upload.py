"""An upload is written to disk while it is counted and hashed."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File

from cases.picture_formats import HEAD_BYTES, name_unsupported


@dataclass(frozen=True)
class Spooled:
    """An upload on disk: where, its length and the SHA-256 of its bytes as hex."""

    path: Path
    size_bytes: int
    sha256: str


class UploadRefused(ValidationError):
    """A file that we do not take: one sentence for people, a stable `code`, and how many bytes we had read."""

    def __init__(self, code: str, message: str, *, size_bytes: int):
        super().__init__(message, code=code)
        self.size_bytes = size_bytes


@contextmanager
def spool_upload(*, upload: File, declared_bytes: int = 0) -> Iterator[Spooled]:
    """The upload as a file of ours, gone when the block ends.

    Args:
        upload: what came in; its name and its claimed size and type are not looked at.
        declared_bytes: how long a ZIP says it is; too much is refused before anything is written. It makes nothing
            acceptable: what comes is counted all the same.

    Raises:
        UploadRefused: codes "empty_file", "too_large", "format_not_supported".
    """
    _refuse_too_large(declared_bytes)
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="spooled-") as file:
        digest = hashlib.sha256()
        size_bytes = 0
        for chunk in upload.chunks():
            size_bytes += len(chunk)
            _refuse_too_large(size_bytes)
            digest.update(chunk)
            file.write(chunk)
        if not size_bytes:
            raise UploadRefused("empty_file", "The file is empty. Please choose the picture again.", size_bytes=0)
        file.flush()
        file.seek(0)
        if kind := name_unsupported(file.read(HEAD_BYTES)):
            sentence = f"{kind} files cannot be analysed. Please upload the picture as JPEG, PNG, WebP or TIFF."
            raise UploadRefused("format_not_supported", sentence, size_bytes=size_bytes)
        yield Spooled(path=Path(file.name), size_bytes=size_bytes, sha256=digest.hexdigest())


def _refuse_too_large(size_bytes: int) -> None:
    if size_bytes > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // 1_000_000
        sentence = f"The file is larger than {most} MB. Please upload a smaller one."
        raise UploadRefused("too_large", sentence, size_bytes=size_bytes)
