"""Every file of a download: below a folder, inside zip archives, inside archives in archives. Nothing is unpacked
under a name that an archive chose."""

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ml.layouts.problem import Problem

# The largest picture of ISIC 2018 has 20 MB, the largest table of HAM10000's Kaggle variant 30 MB.
MAX_BYTES = 100_000_000

_DEEPEST = 2

_DAMAGED = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)


class UnreadableMember(Exception):
    """A file that is there but cannot be read; the message is a sentence."""


@dataclass(frozen=True)
class Member:
    """One file: `path` as seen from the source, archives being like folders; `size` in bytes."""

    path: str
    size: int
    open: Callable[[], BinaryIO]

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name

    def read(self, limit: int | None = None) -> bytes:
        """The file's bytes, or only the first `limit` of them.

        Raises:
            UnreadableMember: damaged, or larger than any picture or table of these data sets.
        """
        if limit is None and self.size > MAX_BYTES:
            raise UnreadableMember(f"The file has more than {MAX_BYTES // 1_000_000} MB.")
        try:
            with self.open() as file:
                return file.read(self.size if limit is None else limit)
        except _DAMAGED as error:
            raise UnreadableMember(f"The file cannot be read: {error}") from error


class Source:
    """The files of a folder or an archive, as long as the `with` lasts.

    members: sorted by path. problems: archives and names that could not be used.
    """

    def __init__(self, place: Path, scratch: Path | None = None):
        """
        Args:
            place: a folder or a zip file.
            scratch: existing folder for archives that lie inside archives; None for the system's own.
        """
        self.place, self.scratch = place, scratch
        self.members: list[Member] = []
        self.problems: list[Problem] = []

    def __enter__(self) -> "Source":
        self._open_files = ExitStack()
        if self.place.is_dir():
            for path in sorted(self.place.rglob("*")):
                inside = path.relative_to(self.place)
                if path.is_file() and not _is_rubbish(inside.parts):
                    self._add_file(path, inside.as_posix(), 0)
        else:
            self._add_file(self.place, self.place.name, 0)
        self.members.sort(key=lambda member: member.path)
        return self

    def __exit__(self, *error) -> None:
        self._open_files.close()

    def _add_file(self, path: Path, told: str, depth: int) -> None:
        if path.suffix.lower() != ".zip":
            self.members.append(Member(told, path.stat().st_size, lambda: path.open("rb")))
            return
        try:
            archive = self._open_files.enter_context(zipfile.ZipFile(path))
        except _DAMAGED as error:
            self._add_unreadable(told, error)
            return
        for info in archive.infolist():
            self._add_info(archive, info, told, depth)

    def _add_unreadable(self, told: str, error: Exception) -> None:
        message = f"The archive cannot be read ({error}); download it again."
        self.problems.append(Problem("archive_unreadable", message, told))

    def _add_info(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, told: str, depth: int) -> None:
        path = PurePosixPath(info.filename)
        if info.is_dir() or _is_rubbish(path.parts):
            return
        place = f"{told}/{info.filename}"
        if path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in info.filename:
            self.problems.append(Problem("unsafe_name", "The name leads out of the archive; it was not read.", place))
        elif path.suffix.lower() != ".zip":
            self.members.append(Member(place, info.file_size, lambda: archive.open(info)))
        elif depth < _DEEPEST:
            print(f"Unpacking {place} ({info.file_size / 1e6:.0f} MB) ...", flush=True)
            try:
                unpacked = self._unpacked(archive, info)
            except _DAMAGED as error:
                self._add_unreadable(place, error)
            else:
                self._add_file(unpacked, place, depth + 1)
        else:
            self.problems.append(Problem("archive_unreadable", "Archives are nested too deeply.", place))

    def _unpacked(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Path:
        folder = self._open_files.enter_context(tempfile.TemporaryDirectory(prefix="unpacked-", dir=self.scratch))
        path = Path(folder) / "archive.zip"
        with archive.open(info) as packed, path.open("wb") as file:
            shutil.copyfileobj(packed, file, 1 << 20)
        return path


def _is_rubbish(parts: tuple[str, ...]) -> bool:
    """What operating systems leave behind: `__MACOSX/`, `._name`, `.DS_Store`, and other hidden files."""
    return any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts)
