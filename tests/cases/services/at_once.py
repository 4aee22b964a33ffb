"""Several people do the same at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import TypeVar

from django.db import connection

Outcome = TypeVar("Outcome")


def at_once(times: int, act: Callable[[Barrier], Outcome]) -> list[Outcome | Exception]:
    """What `act` gave or raised, run in as many threads; each meets the others wherever it waits at the barrier."""
    together = Barrier(times)
    outcomes: list[Outcome | Exception] = []

    def run() -> None:
        try:
            outcomes.append(act(together))
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes
