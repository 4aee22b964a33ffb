"""How the tests are shared out among the processes of `make test` (pytest-xdist).

Each process has its own database, var folder, sites and ports. What is dear to set up is set up in one of them: tests
that ask for the same live site stay together, and so do the tests of a file in tests/flows and tests/ml. All others go
one by one to whoever is free. The longest come first, so that nobody is left alone with one at the end.
"""

import os
import re
from pathlib import Path

import pytest

MOST = 4  # processes; a site, a Chromium and TensorFlow in each fill a small machine's memory sooner than its cores
SITES = ("servers", "demo", "rabbit", "embedded")  # the longest first
TOGETHER = ("flows", "ml")  # their files share a site, a browser or a loaded network
TESTS = Path(__file__).parent


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """What `-n auto` means here: as many as cores, but one process alone for a single file or test."""
    named = [argument for argument in config.invocation_params.args if re.search(r"\.py(::.*)?$", argument)]
    return 0 if len(named) == 1 else min(MOST, len(os.sched_getaffinity(0)))


def pytest_addoption(parser: pytest.Parser) -> None:
    """What tests/flows/test_suite_on_postgresql.py asks for."""
    parser.addoption("--only-database", action="store_true", help="run only the tests that ask the database something")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for, name the share of each test and put the longest first."""
    if config.getoption("--only-database"):
        config.hook.pytest_deselected(items=[item for item in items if not asks_the_database(item)])
        items[:] = [item for item in items if asks_the_database(item)]
    if not hasattr(config, "workerinput"):
        return
    for item in items:
        if share := share_of(item):
            item.add_marker(pytest.mark.xdist_group(share))
    items.sort(key=rank)


def asks_the_database(item: pytest.Item) -> bool:
    """Whether the test can see a database at all (pytest-django hides it from all others) and drives no browser.

    The browser's tests are about scripts; the pages that they load are asked for by other tests too.
    """
    asks = item.get_closest_marker("django_db") or {"db", "transactional_db"} & {*item.fixturenames}
    return bool(asks) and "live_server" not in item.fixturenames


def share_of(item: pytest.Item) -> str | None:
    """The name of what this test shares with others; None when it can run anywhere."""
    asked = {*item.fixturenames, *(f"live_{parameter_of(item, name)}" for name in ("site", "queue_site"))}
    for site in SITES:
        if asked & {site, f"live_{site}"}:
            return site
    folder, *rest = item.path.relative_to(TESTS).with_suffix("").parts
    return "-".join([folder, *rest]) if folder in TOGETHER else None


def rank(item: pytest.Item) -> tuple[int, int]:
    """Smaller comes earlier: whole sites, then the other flows, then the science, then thousands of quick ones."""
    folder = item.path.relative_to(TESTS).parts[0]
    share = share_of(item)
    return (
        TOGETHER.index(folder) if folder in TOGETHER else len(TOGETHER),
        SITES.index(share) if share in SITES else len(SITES),
    )


def parameter_of(item: pytest.Item, name: str) -> object:
    """The value that a parametrized fixture or argument has in this test."""
    return item.callspec.params.get(name) if hasattr(item, "callspec") else None
