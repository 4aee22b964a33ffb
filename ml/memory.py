"""What the C library does with memory that nobody uses: kept for trainings, given back by workers."""

import ctypes
import gc

# Numbers of glibc's malloc.h.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX, _ARENA_MAX = -1, -2, -4, -8


def keep_memory() -> bool:
    """Stops the allocator from returning each batch's tensors to the system only to ask for them again.

    Measured: 36,000 page faults a second and 40 % of the processor time of a training were spent on that. Call before
    any thread has started.

    Returns:
        Whether this machine's C library could be told.
    """
    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):
        return False
    settings = ((_ARENA_MAX, 1), (_MMAP_MAX, 0), (_TRIM_THRESHOLD, 2**31 - 1), (_TOP_PAD, 2**28))
    return all(mallopt(name, value) == 1 for name, value in settings)


def give_back_memory() -> bool:
    """Returns to the system what nobody uses: objects that only refer to each other, and the pieces between the others.

    Without it a worker grows while nothing is kept: figures in docs/reliability/chunks.md.

    Returns:
        Whether this machine's C library could be told.
    """
    gc.collect()
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):
        return False
    return True
