"""Where the pictures of an import lie: a ZIP, or a folder on the server. Nothing is ever unpacked.

A name in a ZIP is only a key to ask for bytes with; no file is made or opened under it.
"""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings

from cases.imports.refused import ImportRefused
from cases.imports.zip_directory import refuse_long_directory

MOST_RATIO = 200  # a picture is compressed already; more than this is a bomb, or an empty surface
RATIO_FROM_BYTES = 5_000_000
LOCAL_HEADER_BYTES = 30
LONGEST_NAME = 1000  # a row of the import has room for no more
ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz")
RUBBISH = ("thumbs.db", "desktop.ini")


class FolderSource:
    """The files below a folder; links that lead out of it are not followed."""

    def __init__(self, folder: Path):
        """`folder` must exist."""
        self._root = folder.resolve()

    def list_keys(self) -> list[str]:
        """The paths below the folder, sorted.

        Raises:
            ImportRefused: code "name_too_long".
        """
        paths = (path for path in self._root.rglob("*") if not path.is_symlink() and path.is_file())
        return _listed(key for path in paths if not is_rubbish(key := path.relative_to(self._root).as_posix()))

    def open(self, key: str) -> IO[bytes]:
        """The bytes, from the beginning."""
        return self._path(key).open("rb")

    def bytes_of(self, key: str) -> int:
        """How long the file is."""
        return self._path(key).stat().st_size

    def _path(self, key: str) -> Path:
        path = (self._root / key).resolve()
        if not path.is_relative_to(self._root):
            raise FileNotFoundError(key)
        return path


class ZipSource:
    """The members of a ZIP."""

    def __init__(self, archive: zipfile.ZipFile):
        """`archive` is open and stays so while this is used."""
        self._archive = archive

    def list_keys(self) -> list[str]:
        """The names of the members, sorted; one that stands there twice comes twice.

        Raises:
            ImportRefused: codes "name_too_long", "zip_encrypted", "zip_nested", "zip_bomb", "zip_overlap".
        """
        members = [one for one in self._archive.infolist() if not one.is_dir() and not is_rubbish(one.filename)]
        for member in members:
            _refuse_member(member)
        _refuse_overlap(members)
        if sum(member.file_size for member in members) > settings.IMPORT_MAX_BYTES * 10:
            raise ImportRefused("zip_bomb", "Unpacked, the ZIP would be far larger than any set of pictures.")
        return _listed(member.filename for member in members)

    def open(self, key: str) -> IO[bytes]:
        """The bytes, from the beginning."""
        return self._archive.open(key)

    def bytes_of(self, key: str) -> int:
        """How long the file says it is; no more than that is ever read of it."""
        return self._archive.getinfo(key).file_size


Source = FolderSource | ZipSource


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """A folder, or else a ZIP.

    Raises:
        ImportRefused: codes "source_missing", "zip_unreadable", "zip_too_many_files".
    """
    if path.is_dir():
        yield FolderSource(path)
        return
    try:
        with path.open("rb") as file:
            refuse_long_directory(file)
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise ImportRefused("source_missing", "The files of this import are not there any more.") from error
    except (zipfile.BadZipFile, UnicodeDecodeError, RuntimeError, OSError) as error:
        raise ImportRefused("zip_unreadable", "The ZIP cannot be opened; it may be damaged or incomplete.") from error
    with archive:
        yield ZipSource(archive)


def is_rubbish(key: str) -> bool:
    """What macOS and Windows leave in folders: hidden files, `__MACOSX`, previews."""
    parts = PurePosixPath(key).parts
    return any(part.startswith(".") and part not in (".", "..") or part == "__MACOSX" for part in parts) or (
        bool(parts) and parts[-1].lower() in RUBBISH
    )


def _listed(keys: Iterable[str]) -> list[str]:
    found = sorted(keys)
    if any(len(key) > LONGEST_NAME for key in found):
        raise ImportRefused("name_too_long", f"A file has a name of more than {LONGEST_NAME} characters. Rename it.")
    return found


def _refuse_member(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 0x1:
        raise ImportRefused("zip_encrypted", "The ZIP is locked with a password. Make one without.")
    if member.filename.lower().endswith(ARCHIVES):
        raise ImportRefused("zip_nested", "There is an archive inside the ZIP. Put the pictures themselves in it.")
    if member.file_size > RATIO_FROM_BYTES and member.file_size > MOST_RATIO * max(member.compress_size, 1):
        raise ImportRefused("zip_bomb", "A file in the ZIP unpacks to far more than any picture.")


def _refuse_overlap(members: list[zipfile.ZipInfo]) -> None:
    """Many files out of the same bytes: Python's own reader looks for that from 3.11.8 on."""
    in_order = sorted(members, key=lambda member: member.header_offset)
    for one, following in pairwise(in_order):
        if one.header_offset + LOCAL_HEADER_BYTES + one.compress_size > following.header_offset:
            raise ImportRefused("zip_overlap", "Two files in the ZIP share their bytes. Pack the pictures again.")
