"""Where an export goes: a ZIP file or a folder. Nothing of it is held in memory but one piece of one file."""

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, BinaryIO, Protocol

from django.conf import settings

PIECE = 256 * 1024
PACKED_ALREADY = (".jpg", ".png", ".webp")
# a date of its own for every file would tell when its row was made
NO_DATE = (1980, 1, 1, 0, 0, 0)


class Sink(Protocol):
    """Takes one file after the other."""

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep the file under that name, with / between folders."""


class ZipSink:
    """A ZIP in an open file; whole after `close`."""

    def __init__(self, file: IO[bytes]):
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Add the file; pictures are packed already and only stored."""
        entry = zipfile.ZipInfo(name, NO_DATE)
        entry.compress_type = zipfile.ZIP_STORED if name.endswith(PACKED_ALREADY) else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        with self._zip.open(entry, "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)

    def close(self) -> None:
        """Write the list of contents, without which no program opens the file."""
        self._zip.close()


def zipped(fill: Callable[[Sink], object]) -> BinaryIO:
    """The ZIP that `fill` writes, open at its start, in a temporary file that is gone when it is closed.

    It is whole before anybody gets a byte: what fails on the way leaves nothing.
    """
    with ExitStack() as unless_whole:
        file = unless_whole.enter_context(tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR))
        sink = ZipSink(file)
        unless_whole.callback(sink.close)
        fill(sink)
        sink.close()
        unless_whole.pop_all()
    file.seek(0)
    return file


class FolderSink:
    """A folder."""

    def __init__(self, folder: Path):
        self._folder = folder

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write the file, and the folders above it."""
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            for piece in pieces:
                out.write(piece)


def stored(file) -> Iterator[bytes]:
    """A file of the record (a field's value), piece by piece."""
    with file.storage.open(file.name, "rb") as kept:
        while piece := kept.read(PIECE):
            yield piece


def lines(text: Iterable[str]) -> Iterator[bytes]:
    """Lines of text as UTF-8."""
    return (line.encode() for line in text)
