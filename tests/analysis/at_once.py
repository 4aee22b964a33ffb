"""Several threads in the same moment, each with a database connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def at_once(work: Callable[[], object], *, times: int) -> list:
    """Call `work` in so many threads that all start together; their results."""
    start = threading.Barrier(times)

    def one() -> object:
        try:
            start.wait(timeout=10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return [future.result() for future in [threads.submit(one) for _ in range(times)]]
