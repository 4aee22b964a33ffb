"""Which audit events the request being served has written: a read that is on record already is not recorded twice."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_written: ContextVar[list[int] | None] = ContextVar("audit_events_written", default=None)


@contextmanager
def noting_events() -> Iterator[list[int]]:
    """Ids of the events written inside; those of a transaction that was rolled back are among them."""
    ids: list[int] = []
    token = _written.set(ids)
    try:
        yield ids
    finally:
        _written.reset(token)


def note(ids: Iterable[int]) -> None:
    """Called where events are stored."""
    noted = _written.get()
    if noted is not None:
        noted.extend(ids)
