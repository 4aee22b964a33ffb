"""One seed: a site, a client, a random sequence of events, and the time until all is quiet."""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.chaos.client import Client
from tests.chaos.events import Chaos, draw_events
from tests.chaos.pictures import draw_pictures
from tests.chaos.promises import Run
from tests.chaos.site import PICTURES_OF_A_CASE, chaos_site
from tests.flows.processes import wait_until

SENDERS = 3
BY_ARCHIVE = 4  # one picture in so many comes in a ZIP, through the batch queue
PATIENCE = 240  # seconds until what is not home is called lost


@contextmanager
def run_seed(
    folder: Path,
    *,
    seed: int,
    jobs: int,
    events: int,
    backend: str,
    networks: str,
    slowest: float,
    pause_seconds: float = 20,
) -> Iterator[Run]:
    """Everything that the seed brings, to its end; the site is still up inside the block, to be looked at."""
    rng = random.Random(seed)
    pictures = draw_pictures(jobs, rng=rng)
    cut = jobs // BY_ARCHIVE
    with chaos_site(folder, backend=backend, networks=networks) as site:
        site.begin(pictures=jobs - cut)
        run = Run(site, Client(site.url), sent=pictures[cut:], imported=pictures[:cut], slowest=slowest)
        plan = draw_events(events, rng=rng, servers=backend == "servers")
        if run.imported:
            run.import_id = _bring_archive(run)
        chaos = Chaos(site, rng, pause_seconds)
        seconds = sum(wait for wait, _ in plan)
        with ThreadPoolExecutor(SENDERS + 1) as clients, _looking_on(run):
            sending = [clients.submit(_send, run, n, seconds / max(1, len(run.sent))) for n in range(SENDERS)]
            for wait, event in plan:
                time.sleep(wait)
                run.happened.append(event(chaos))
            chaos.end()
            for sender in sending:
                sender.result()
            _drain(run)
        yield run


def _bring_archive(run: Run) -> int:
    """Before anything happens: an import has to be looked at and confirmed by somebody."""
    import_id = run.client.send_archive(run.imported)

    def is_checked() -> bool:
        return run.client.until_answered(f"/api/imports/{import_id}/")["state"] == "checked"

    wait_until(is_checked, seconds=PATIENCE, every=0.5, what="the import is checked")
    run.client.until_answered(f"/api/imports/{import_id}/confirm/", b"")
    return import_id


def _send(run: Run, which: int, every: float) -> None:
    """One of the senders: its share of the pictures, spread over the time of the events."""
    begun = time.monotonic()
    for place in range(which, len(run.sent), SENDERS):
        time.sleep(max(0.0, begun + place * every - time.monotonic()))
        case_id = run.site.cases[place // PICTURES_OF_A_CASE]
        run.client.send_picture(run.sent[place], case_id=case_id)


@contextmanager
def _looking_on(run: Run) -> Iterator[None]:
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


def _drain(run: Run) -> None:
    begun = time.monotonic()

    def home() -> bool:
        try:
            return run.is_home()
        except psycopg.OperationalError:
            return False

    with suppress(AssertionError):  # the promises say what is lost
        wait_until(home, seconds=PATIENCE, what="everything is home")
    run.drained = time.monotonic() - begun
