"""One seed: a site, a client, a random sequence of events, and the time until all is quiet."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.client import Client
from tests.chaos.events import Chaos, draw_events
from tests.chaos.pictures import draw_pictures
from tests.chaos.promises import Run
from tests.chaos.site import chaos_site
from tests.chaos.traffic import BY_ARCHIVE, bring_archive, drain, traffic


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
            run.import_id = bring_archive(run)
        chaos = Chaos(site, rng, pause_seconds)
        with traffic(run, seconds=sum(wait for wait, _ in plan)):
            for wait, event in plan:
                time.sleep(wait)
                run.happened.append(event(chaos))
            chaos.end()
        drain(run)
        yield run
