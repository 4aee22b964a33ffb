"""Names in a table on disk: millions of them, and the memory stays flat."""

import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


class KnownNames:
    """The files that rows have named, by storage. A private file that goes with this object."""

    def __init__(self, folder: Path):
        """`folder` has room for about 150 bytes a name."""
        handle = tempfile.NamedTemporaryFile(dir=folder, prefix="known-names-")  # noqa: SIM115 - lives as long as this
        self._file = handle
        self._table = sqlite3.connect(handle.name, isolation_level=None)
        # nobody needs it after a crash
        self._table.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
        self._table.execute("CREATE TABLE known (alias TEXT, name TEXT, PRIMARY KEY (alias, name)) WITHOUT ROWID")

    def __enter__(self) -> "KnownNames":
        return self

    def __exit__(self, *error) -> None:
        self._table.close()
        with suppress(FileNotFoundError):
            self._file.close()

    def add(self, names: Iterable[tuple[str, str]]) -> None:
        """Remember pairs of storage and name."""
        self._table.execute("BEGIN")
        self._table.executemany("INSERT OR IGNORE INTO known VALUES (?, ?)", names)
        self._table.execute("COMMIT")

    def unknown(self, alias: str, names: list[str]) -> set[str]:
        """Those of the names that nobody has named."""
        marks = ",".join("?" * len(names))
        found = self._table.execute(f"SELECT name FROM known WHERE alias = ? AND name IN ({marks})", [alias, *names])
        return set(names) - {name for (name,) in found}
