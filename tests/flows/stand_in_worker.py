"""A real worker (celery -A tests.flows.stand_in_worker) whose networks are a few lines: STAND_IN names them."""

import logging
import os
import time

from skinlesion.celery import app

__all__ = ["app"]


def finds(data: bytes, **asked):
    """At once."""
    from tests.analysis.engines import a_result

    return a_result()


def finds_slowly(data: bytes, **asked):
    """After as long as real networks take."""
    time.sleep(0.3)
    return finds(data)


def asks_nobody(passages, **asked):
    """In company, as long as networks take; leaves all to `analyse`."""
    time.sleep(0.1 * len(passages))
    return passages


def hangs(data: bytes, **asked):
    """As a loop that never ends, and says when it has begun: a row is `running` a moment before its work begins."""
    logging.getLogger(__name__).warning("The stand-in hangs")
    while True:
        time.sleep(0.1)


def hangs_deaf(data: bytes, **asked):
    """The same, and nothing but SIGKILL ends it."""
    while True:
        try:
            time.sleep(0.1)
        except Exception:
            continue


@app.on_after_finalize.connect
def stand_in(**_: object) -> None:
    """Put the stand-in where the networks are."""
    from analysis import engine

    engine.analyse = {function.__name__: function for function in (finds, finds_slowly, hangs, hangs_deaf)}[
        os.environ["STAND_IN"]
    ]
    engine.ask_networks = asks_nobody
