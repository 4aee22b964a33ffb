"""The worker that chaos is tried on: celery -A tests.chaos.worker worker.

It is the real one, except that it heeds marks in a picture's bytes before the networks see them. Only this module knows
the marks and only these tests load it, so that no picture can do any of this to a site.
"""

import dataclasses
import os
import signal
import subprocess
import time
from pathlib import Path

from django.conf import settings

from skinlesion.celery import app
from tests.chaos.pictures import FROZEN, LONG, POISON, number_of

__all__ = ["app"]


def heed_marks(data: bytes) -> None:
    """What the picture's mark says happens to this process."""
    if POISON in data:
        os.kill(os.getpid(), signal.SIGKILL)
    if LONG in data:
        time.sleep(1.5 * settings.LEASE_SECONDS)
    if FROZEN in data and _for_the_first_time(data):
        # nothing of this process runs until somebody else has taken its row: no heartbeat, no clock
        wake = f"sleep {4 * settings.LEASE_SECONDS}; kill -CONT {os.getpid()}"
        subprocess.Popen(["/bin/sh", "-c", wake], start_new_session=True)
        os.kill(os.getpid(), signal.SIGSTOP)


def _for_the_first_time(data: bytes) -> bool:
    try:
        (Path(os.environ["CHAOS_FOLDER"]) / f"frozen-{number_of(data)}").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


@app.on_after_finalize.connect
def put_marks_before_the_networks(**_: object) -> None:
    """Between the worker and its networks, or a stand-in that takes as long as they do."""
    from analysis import engine
    from tests.flows.stand_in_worker import asks_nobody, finds_slowly

    networks = engine.analyse
    if os.environ["CHAOS_NETWORKS"] != "real":
        networks, engine.ask_networks = finds_slowly, asks_nobody
    look = engine._look

    def analyse(data, **asked):
        if isinstance(data, bytes):
            heed_marks(data)
        return networks(data, **asked)

    def heed_and_look(picture):
        # of a chunk: here the bytes are read, beside the networks
        data = picture.read()
        heed_marks(data)
        return look(dataclasses.replace(picture, read=lambda: data))

    engine.analyse, engine._look = analyse, heed_and_look
