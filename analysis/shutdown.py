"""A worker that is told to stop tells its children: one byte of memory that they share with it, later a signal.

A byte and no lock, because a child may be killed at any moment, and whoever dies with a lock in hand would keep the
worker from ever stopping. Made before the worker forks, so that each child inherits it.
"""

import mmap
import os
import signal
import threading

from billiard import active_children
from django.conf import settings

_asked = mmap.mmap(-1, 1)


def ask_to_stop(**_: object) -> None:
    """Called in the worker's parent process, from inside a signal handler."""
    _asked[0] = 1
    patience = threading.Timer(settings.STOP_SECONDS, interrupt_children)
    patience.daemon = True  # nobody waits for it when the children are done earlier
    patience.start()


def interrupt_children() -> None:
    """Ends what the children still work on, as the soft time limit would; asked to stop, they give it back."""
    for child in active_children():
        os.kill(child.pid, signal.SIGUSR1)


def is_asked_to_stop() -> bool:
    """Whether nothing new should be begun; asked in a child between two pictures."""
    return _asked[0] == 1


def forget() -> None:
    """As a worker that has just started."""
    _asked[0] = 0
