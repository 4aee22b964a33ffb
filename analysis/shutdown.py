"""A worker that is told to stop tells its children: one byte of memory that they share with it.

A byte and no lock, because a child may be killed at any moment, and whoever dies with a lock in hand would keep the
worker from ever stopping. Made before the worker forks, so that each child inherits it.
"""

import mmap

_asked = mmap.mmap(-1, 1)


def ask_to_stop(**_: object) -> None:
    """Called in the worker's parent process, from inside a signal handler."""
    _asked[0] = 1


def is_asked_to_stop() -> bool:
    """Whether nothing new should be begun; asked in a child between two pictures."""
    return _asked[0] == 1


def forget() -> None:
    """As a worker that has just started."""
    _asked[0] = 0
