"""What goes on at the site meanwhile: pictures come in, an import runs, somebody looks at a case."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import psycopg

from tests.chaos.promises import Run
from tests.chaos.site import PICTURES_OF_A_CASE
from tests.flows.processes import wait_until

SENDERS = 3
BY_ARCHIVE = 4  # one picture in so many comes in a ZIP, through the batch queue
PATIENCE = 240  # seconds until what is not home is called lost


@contextmanager
def traffic(run: Run, *, seconds: float) -> Iterator[None]:
    """Send the run's pictures, spread over so many seconds; the block ends when all are accepted."""
    every = seconds / max(1, len(run.sent))
    with ThreadPoolExecutor(SENDERS) as senders, looking_on(run):
        sending = [senders.submit(send, run, which, every) for which in range(SENDERS)]
        yield
        for sender in sending:
            sender.result()


def bring_archive(run: Run) -> int:
    """Before anything happens: an import has to be looked at and confirmed by somebody."""
    import_id = run.client.send_archive(run.imported)

    def is_checked() -> bool:
        return run.client.until_answered(f"/api/imports/{import_id}/")["state"] == "checked"

    wait_until(is_checked, seconds=PATIENCE, every=0.5, what="the import is checked")
    run.client.until_answered(f"/api/imports/{import_id}/confirm/", b"")
    return import_id


def send(run: Run, which: int, every: float) -> None:
    """One of the senders: its share of the pictures, spread over the time of the events."""
    begun = time.monotonic()
    for place in range(which, len(run.sent), SENDERS):
        time.sleep(max(0.0, begun + place * every - time.monotonic()))
        case_id = run.site.cases[place // PICTURES_OF_A_CASE]
        run.client.send_picture(run.sent[place], case_id=case_id)


@contextmanager
def looking_on(run: Run) -> Iterator[None]:
    """Somebody looks at a case twice a second, as its page does while results are on their way."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            run.client.ask("look", f"/api/cases/{run.site.cases[0]}/images/")

    looking = threading.Thread(target=look, name="looks-on")
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()


def drain(run: Run) -> None:
    begun = time.monotonic()

    def home() -> bool:
        try:
            return run.is_home()
        except psycopg.OperationalError:
            return False

    with suppress(AssertionError):  # the promises say what is lost
        wait_until(home, seconds=PATIENCE, what="everything is home")
    run.drained = time.monotonic() - begun
