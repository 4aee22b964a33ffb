"""Trouble of the whole site, which no picture caused and no retry of this one picture mends."""

import errno
import sqlite3

RETRY_SECONDS = 60  # rows wait so long before they try again, as often as it takes
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_AWAY = (errno.EHOSTDOWN,)  # how a storage on the network says that it does not answer
_POSTGRESQL_DISK_FULL = "53100"


def outage_of(error: BaseException | None) -> str:
    """What kind of outage an error stands for.

    Returns:
        "no_room": a disk or a quota is full, under the files or under the database; "storage_away": the storage of
        the files does not answer; "" for everything else.
    """
    while error is not None:
        if isinstance(error, OSError) and error.errno in _AWAY:
            return "storage_away"
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return "no_room"
        # Django wraps the driver's errors
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return "no_room"
        if getattr(error, "sqlstate", None) == _POSTGRESQL_DISK_FULL:
            return "no_room"
        error = error.__cause__
    return ""
