"""Broken glass: for one request somebody looks at one patient of another clinic, and may do nothing but look.

The request says which object its address is about; whose that is is asked only of people who have broken a glass.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone


class Look:
    """What one request is about; `find` gives the id of its foreign patient for a person, or None."""

    def __init__(self, find: Callable[..., int | None]):
        self._find, self._found = find, {}

    def patient_for(self, user) -> int | None:
        """Asked once for each person."""
        if user.pk not in self._found:
            self._found[user.pk] = self._find(user)
        return self._found[user.pk]


_look: ContextVar[Look | None] = ContextVar("broken_glass", default=None)


def has_broken_glass(user) -> bool:
    """Whether some glass of this person is broken just now; costs no query."""
    until = getattr(user, "break_glass_until", None)
    return until is not None and until > timezone.now()


def foreign_patient(user) -> int | None:
    """The patient of another clinic at whom this request of this person looks; None nearly always."""
    look = _look.get()
    return look.patient_for(user) if look is not None and has_broken_glass(user) else None


@contextmanager
def no_glass() -> Iterator[None]:
    """What `look_at` says inside ends with it."""
    token = _look.set(None)
    try:
        yield
    finally:
        _look.reset(token)


def look_at(find: Callable[..., int | None]) -> None:
    """This request may look through broken glass."""
    _look.set(Look(find))
