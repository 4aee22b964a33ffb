"""A running site with the demo's people, lesions and pictures, as `make run` gives it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.flows.live_site import LiveSite
from tests.flows.processes import wait_until

ANA, DEMO_PASSWORD = "ana@clinic-a.example", "demo-only-2026"
PICTURES = 6


@contextmanager
def demo_site(folder: Path) -> Iterator[LiveSite]:
    """Web, worker and reconciler, every demo picture analysed; real photographs where SKINLESION_DATA is set."""
    site = LiveSite(folder)
    if data := os.environ.get("SKINLESION_DATA"):
        site.environment["SKINLESION_DATA"] = data
    try:
        site.make_tables()
        site.run(sys.executable, "manage.py", "register_models")
        site.run(sys.executable, "manage.py", "load_demo", "--pictures", str(PICTURES))
        site.start_web()
        site.start_reconciler()
        site.start_worker()
        wait_for_results(site)
        yield site
    finally:
        site.clean_up()


def wait_for_results(site: LiveSite) -> None:
    """Until no picture waits or is being analysed."""
    wait_until(lambda: _all_finished(site), seconds=420, what="the demo's pictures are analysed")


def _all_finished(site: LiveSite) -> bool:
    states = [row.state for row in site.tables.analyses().values()]
    return len(states) >= PICTURES and not {"queued", "running"} & set(states)
