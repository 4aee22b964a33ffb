"""Files that no row stands for."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.core.files.storage import storages

from skinlesion.fsck.expected import FIELDS
from skinlesion.fsck.finding import Finding
from skinlesion.name_table import NameTable
from skinlesion.storage import HALF, StoredFile

CHUNK = 500  # SQLite takes no more than 999 values in old versions


def find_orphans(known: NameTable, *, older_than: datetime) -> Iterator[tuple[int, list[Finding]]]:
    """Chunk by chunk: how many files were in it, and those that belong to nobody.

    Args:
        known: the files of all rows.
        older_than: younger files may belong to an upload or a result whose row is on its way.
    """
    for alias in FIELDS:
        for chunk in _chunks(storages[alias].walk()):
            old = [file.name for file in chunk if file.modified < older_than]
            unknown = known.unknown(alias, old) if old else set()
            # their rows may have come after the rows were read: the database has the last word
            yield len(chunk), [_finding(alias, name) for name in sorted(unknown - _named_by_now(alias, unknown))]


def _chunks(files: Iterable[StoredFile]) -> Iterator[list[StoredFile]]:
    files = iter(files)
    while chunk := list(islice(files, CHUNK)):
        yield chunk


def _named_by_now(alias: str, names: set[str]) -> set[str]:
    named: set[str] = set()
    for model, field in FIELDS[alias] if names else ():
        named.update(model._default_manager.filter(**{f"{field}__in": names}).values_list(field, flat=True))
    return named


def _finding(alias: str, name: str) -> Finding:
    half = name.split("/")[-1].startswith(HALF)
    code, says = ("half_written", "a write that never ended") if half else ("orphan", "a file that no row stands for")
    return Finding(code=code, sentence=says, file=f"{alias}/{name}", advice="--repair puts it into quarantine.")
