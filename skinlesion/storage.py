"""File storage that never shows a half-written file under its final name."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import FileSystemStorage

HALF = ".half-"  # how the name of a file begins while it is written
QUARANTINE = "quarantine"


@dataclass(frozen=True)
class StoredFile:
    """A file as its storage lists it."""

    name: str
    size_bytes: int
    modified: datetime


class AtomicFileSystemStorage(FileSystemStorage):
    """Writes beside the target, flushes to disk, then renames: a reader sees the whole file or none."""

    def _save(self, name: str, content) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=HALF)
        try:
            with os.fdopen(handle, "wb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            os.chmod(temporary, self.file_permissions_mode or 0o600)
            os.replace(temporary, target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return name

    def url(self, name: str | None) -> str:
        """Files have no address of their own: one view serves them after asking the case's permission."""
        raise ValueError("Files are served by cases.views.serve_file only.")

    def walk(self) -> Iterator[StoredFile]:
        """Every file, one after the other; a file that goes away meanwhile is left out."""
        for folder, _, names in os.walk(self.location):
            for name in names:
                with suppress(FileNotFoundError):
                    yield self.describe(Path(folder, name).relative_to(self.location).as_posix())

    def describe(self, name: str) -> StoredFile:
        """One file as it is listed.

        Raises:
            FileNotFoundError: it is not there.
        """
        stat = os.stat(self.path(name))
        return StoredFile(name, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC))

    def set_aside(self, name: str) -> str:
        """Move a file out of the record's sight, and say where it lies now; nothing is deleted."""
        place = Path(self.location)
        aside = _free(place.parent / QUARANTINE / place.name / name)
        aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.replace(self.path(name), aside)
        return str(aside)


def _free(path: Path) -> Path:
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{path.name.removesuffix(f'~{number - 1}')}~{number}")
    return path
