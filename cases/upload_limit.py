"""An upload that is too large stops growing on disk while it still comes in."""

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Keeps one byte more than allowed and drops the rest: enough for `spool_upload` to refuse it with a sentence.

    Closing the connection instead would leave the browser without any answer, and keeping it all would let one
    request fill the disk.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what still fits."""
        room = max(settings.UPLOAD_MAX_BYTES + 1 - start, 0)
        self.file.write(raw_data[:room])
