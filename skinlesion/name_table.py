"""Names in a table on disk: millions of them, and the memory stays flat."""

import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


class NameTable:
    """Files by storage and name, each with a note about it. A private file on disk that goes with this object."""

    def __init__(self, folder: Path):
        """`folder` has room for about 200 bytes a name."""
        handle = tempfile.NamedTemporaryFile(dir=folder, prefix="names-")  # noqa: SIM115 - lives as long as this
        self._file = handle
        self._table = sqlite3.connect(handle.name, isolation_level=None)
        # nobody needs it after a crash
        self._table.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
        self._table.execute("CREATE TABLE known (alias, name, note, PRIMARY KEY (alias, name)) WITHOUT ROWID")

    def __enter__(self) -> "NameTable":
        return self

    def __exit__(self, *error) -> None:
        self._table.close()
        with suppress(FileNotFoundError):
            self._file.close()

    def add(self, names: Iterable[tuple[str, str, str]]) -> None:
        """Remember storage, name and note."""
        self._table.execute("BEGIN")
        self._table.executemany("INSERT OR IGNORE INTO known VALUES (?, ?, ?)", names)
        self._table.execute("COMMIT")

    def unknown(self, alias: str, names: list[str]) -> set[str]:
        """Those of the names that nobody has named."""
        marks = ",".join("?" * len(names))
        found = self._table.execute(f"SELECT name FROM known WHERE alias = ? AND name IN ({marks})", [alias, *names])
        return set(names) - {name for (name,) in found}

    def note(self, alias: str, name: str) -> str | None:
        """What was noted about a file; None when it was never named."""
        found = self._table.execute("SELECT note FROM known WHERE alias = ? AND name = ?", [alias, name]).fetchone()
        return found[0] if found else None
