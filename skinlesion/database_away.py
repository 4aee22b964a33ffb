"""Is an error the database's absence, or its refusal of this one moment? The same request then succeeds soon."""

from django.db import InterfaceError, OperationalError

# what a client should wait, in seconds: PostgreSQL needs one to three for a restart
RETRY_AFTER = 3
# https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions; shut down, crashed or starting;
# too many connections; serialization failure and deadlock, which the documentation tells clients to try again
PASSING = ("08", "57P", "53300", "40001", "40P01")
# https://www.sqlite.org/rescode.html: another connection writes for longer than the time limit
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
DEEPEST = 10  # errors raised while another was handled


def database_away(error: BaseException | None) -> bool:
    """Whether `error` is, or was raised while handling, a database that is away or busy for a moment.

    A mistake in our own SQL, a missing table or a full disk is none.
    """
    for _ in range(DEEPEST):
        if error is None:
            return False
        if isinstance(error, OperationalError | InterfaceError) and _passes(error.__cause__):
            return True
        error = error.__cause__ or error.__context__
    return False


def _passes(cause: BaseException | None) -> bool:
    if hasattr(cause, "sqlite_errorname"):
        return cause.sqlite_errorname.startswith(BUSY)
    # without a code the server never spoke: the connection was cut, or could not be made
    code = getattr(cause, "sqlstate", None)
    return code is None or code.startswith(PASSING)
