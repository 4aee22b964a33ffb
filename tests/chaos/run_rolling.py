"""A new release under load: everything is replaced, one process after the other, and nobody notices.

The commands are those of docs/reliability/chaos.md.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.client import Client
from tests.chaos.pictures import draw_pictures
from tests.chaos.promises import Run
from tests.chaos.site import ChaosSite, chaos_site
from tests.chaos.traffic import BY_ARCHIVE, bring_archive, drain, traffic

STOP_SECONDS = 30
SECONDS_OF_A_ROUND = 9  # on an idle machine; the pictures are spread over as many


@contextmanager
def run_rolling(
    folder: Path, *, seed: int, jobs: int, times: int, backend: str, networks: str, slowest: float
) -> Iterator[Run]:
    """Everything replaced so many times while pictures come in; the site is still up inside the block."""
    pictures = draw_pictures(jobs, rng=random.Random(seed), marked=False)
    cut = jobs // BY_ARCHIVE
    with chaos_site(folder, backend=backend, networks=networks) as site:
        site.begin(pictures=jobs - cut)
        run = Run(
            site,
            Client(site.url),
            sent=pictures[cut:],
            imported=pictures[:cut],
            slowest=slowest,
            may_tell_to_wait=False,
        )
        if run.imported:
            run.import_id = bring_archive(run)
        with traffic(run, seconds=times * SECONDS_OF_A_ROUND):
            for _ in range(times):
                for name in ("web", *site.worker_names, "reconciler"):
                    run.happened.append(_replace(site, name))
        drain(run)
        yield run


def _replace(site: ChaosSite, name: str) -> str:
    """Start the new one, then stop the old one, which finishes or gives back what it works on."""
    old = site.supervisor.replace(name)
    if name == "web":
        site.wait_for_web()
    started = time.monotonic()
    status = old.stop(seconds=STOP_SECONDS)
    assert status == 0, f"{name} ended with status {status}, see {old.log}"
    return f"{name} stopped in {time.monotonic() - started:.1f} s"
