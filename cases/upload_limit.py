"""An upload that is too large stops growing on disk while it still comes in."""

from contextlib import suppress

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Keeps one byte more than allowed and drops the rest: enough for `spool_upload` to refuse it with a sentence.

    Closing the connection instead would leave the browser without any answer, and keeping it all would let one
    request fill the disk.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what still fits."""
        room = max(self.most_bytes() + 1 - start, 0)
        self._write(raw_data[:room])

    def _write(self, data: bytes) -> None:
        try:
            self.file.write(data)
            self.file.flush()
        except OSError:
            # a full disk: what was written of the file must give its room back at once, not when memory is tidied
            with suppress(OSError):
                self.file.close()
            raise

    def most_bytes(self) -> int:
        """The largest file that is accepted."""
        return settings.UPLOAD_MAX_BYTES


class ImportUploadHandler(LimitedUploadHandler):
    """For imports: a ZIP of many pictures, or many files that together are no larger than one ZIP may be.

    Only for addresses that know who asks before they read the body.
    """

    written = 0  # one handler takes all files of a request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what still fits into the request; `keep_import_files` counts what came in, and refuses more."""
        room = max(self.most_bytes() + 1 - self.written, 0)
        self._write(raw_data[:room])
        self.written += min(len(raw_data), room)

    def most_bytes(self) -> int:
        """The largest ZIP that is accepted."""
        return settings.IMPORT_MAX_BYTES
