"""What counts as trouble of the whole site."""

import errno
import sqlite3

import pytest
from django.db import OperationalError

from analysis.outage import outage_of


class DiskFull(Exception):
    """As psycopg says it."""

    sqlstate = "53100"


def wrapped(cause: BaseException) -> OperationalError:
    """As Django passes a driver's error on."""
    error = OperationalError("refused")
    error.__cause__ = cause
    return error


def sqlite_full() -> sqlite3.OperationalError:
    """The real one: a database that may have no further page."""
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA max_page_count=2")
    try:
        connection.execute("CREATE TABLE a (b)")
        connection.execute("INSERT INTO a VALUES (zeroblob(100000))")
    except sqlite3.OperationalError as full:
        return full
    finally:
        connection.close()
    raise AssertionError("SQLite found room")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no_room"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "no_room"),
        (wrapped(sqlite_full()), "no_room"),
        (wrapped(DiskFull()), "no_room"),
        (OSError(errno.EHOSTDOWN, "away"), "storage_away"),
        (FileNotFoundError(errno.ENOENT, "gone"), ""),
        (wrapped(sqlite3.OperationalError("database is locked")), ""),
        (ValueError(), ""),
        (None, ""),
    ],
    ids=str,
)
def test_only_trouble_of_the_whole_site_counts(error, kind):
    assert outage_of(error) == kind
