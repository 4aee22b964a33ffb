"""The SQLite file as it was at one moment, and back."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, connections

from skinlesion.backup.refused import BackupRefused
from skinlesion.fsck.expected import FIELDS

FILE = "database.sqlite3"


@contextmanager
def snapshot(folder: Path) -> Iterator[Iterator[tuple[str, str]]]:
    """Write the database into the folder; gives storage and name of every file that its rows name.

    SQLite's own online backup: writers go on meanwhile, and the copy is of one moment.
    """
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / FILE)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise BackupRefused("The database file is damaged: SQLite's own check finds errors in it.")
        yield _names(copy)


def _names(copy: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for alias, fields in FIELDS.items():
        for model, field in fields:
            table, column = model._meta.db_table, model._meta.get_field(field).column
            for (name,) in copy.execute(f"SELECT {column} FROM {table} WHERE {column} <> ''"):  # names of our own
                yield alias, name


def server_version() -> int:
    """There is no server."""
    return 0


def refuse_unless_loadable(path: Path, server: int) -> None:
    """Look at the copy before anything is touched.

    Raises:
        BackupRefused: it is no sound database.
    """
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
        try:
            sound = copy.execute("PRAGMA quick_check").fetchone() == ("ok",)
        except sqlite3.DatabaseError:
            sound = False
    if not sound:
        raise BackupRefused(f"{path} is no sound SQLite database.")


def load(path: Path) -> None:
    """Put the copy where the site looks for its database."""
    target = Path(connection.settings_dict["NAME"])
    connections.close_all()
    fresh = target.with_name(f"{target.name}.restoring")
    shutil.copyfile(path, fresh)
    fresh.chmod(0o600)
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    for log in ("-wal", "-shm"):  # of the empty database that was here: they must not be read into the new one
        target.with_name(target.name + log).unlink(missing_ok=True)
    os.replace(fresh, target)
