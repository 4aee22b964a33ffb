"""How the tests are shared out among the processes of `make test` (pytest-xdist).

Each process has its own database, var folder, sites and ports. What is dear to set up is set up in one of them: tests
that ask for the same live site stay together, and so do the tests of a file in tests/flows and tests/ml. All others go
one by one to whoever is free. The longest come first, so that nobody is left alone with one at the end.
"""

import ast
import os
import re
from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

MOST = 4  # processes; a site, a Chromium and TensorFlow in each fill a small machine's memory sooner than its cores
SITES = ("servers", "demo", "rabbit", "embedded")  # the longest first
TOGETHER = ("tests/flows/", "tests/ml/")  # their files share a site, a browser or a loaded network
ROOT = Path(__file__).resolve().parents[1]


class Shares(LoadScopeScheduling):
    """Hands out shares. Those of `--dist loadgroup` get lost with pytest 9.2 (pytest-xdist issue 1386)."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log) -> Shares | None:
    """For `--dist loadscope`; pytest-xdist does what it knows for all others."""
    return Shares(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """What `-n auto` means here: one more than cores, but one process alone for a single file or test.

    One more, because a story about real processes mostly waits for them: on two cores, two used 63 % of the processor.
    """
    named = [argument for argument in config.invocation_params.args if re.search(r"\.py(::.*)?$", argument)]
    return 0 if len(named) == 1 else min(MOST, len(os.sched_getaffinity(0)) + 1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """What tests/flows/test_suite_on_postgresql.py asks for."""
    parser.addoption("--only-database", action="store_true", help="run only the tests that ask the database something")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for and put the longest first; pytest alone keeps its own order."""
    if config.getoption("--only-database"):
        config.hook.pytest_deselected(items=[item for item in items if not asks_the_database(item)])
        items[:] = [item for item in items if asks_the_database(item)]
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: rank(item.nodeid))


def asks_the_database(item: pytest.Item) -> bool:
    """Whether the test can see a database at all (pytest-django hides it from all others) and drives no browser.

    The browser's tests are about scripts; the pages that they load are asked for by other tests too.
    """
    asks = item.get_closest_marker("django_db") or {"db", "transactional_db"} & {*item.fixturenames}
    return bool(asks) and "live_server" not in item.fixturenames


def share_of(nodeid: str) -> str:
    """What this test shares with others: a site, or its file; or nothing, then its own name."""
    file, _, test = nodeid.partition("::")
    if not file.startswith(TOGETHER):
        return nodeid
    asked = arguments_in(file)
    for site in SITES:
        if re.search(rf"[\[-]{site}[\]-]", test) or asked & {site, f"live_{site}"}:
            return site
    return file


def rank(nodeid: str) -> tuple[int, int]:
    """Smaller comes earlier: PostgreSQL, whole sites, the other flows, the science, then thousands of quick ones."""
    share = share_of(nodeid)
    if "test_suite_on_postgresql" in share:
        return (-1, 0)
    if share in SITES:
        return (0, SITES.index(share))
    place = next((place for place, folder in enumerate(TOGETHER) if share.startswith(folder)), len(TOGETHER))
    return (place, len(SITES))


@cache
def arguments_in(file: str) -> set[str]:
    """The names of all arguments in a file's functions: fixtures and tests ask for a site there."""
    functions = [node for node in ast.walk(ast.parse((ROOT / file).read_text())) if isinstance(node, ast.FunctionDef)]
    return {argument.arg for function in functions for argument in function.args.args}
