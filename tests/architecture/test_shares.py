"""How tests are shared out among processes: whole sites stay in one, the longest come first, one file runs alone."""

from types import SimpleNamespace

import pytest

from tests.flows import conftest as flows
from tests.shares import MOST, SITES, TESTS, pytest_collection_modifyitems, pytest_xdist_auto_num_workers, share_of


class Item:
    """A test as pytest collects it, as far as sharing out looks at it."""

    def __init__(self, path: str, *asks: str, **params: str):
        self.path, self.fixturenames, self.marks = TESTS / path, list(asks), []
        self.callspec = SimpleNamespace(params=params)

    def add_marker(self, mark) -> None:
        self.marks.append(mark.mark.args)


def config(*arguments: str, **more) -> SimpleNamespace:
    named = SimpleNamespace(args=arguments)
    return SimpleNamespace(invocation_params=named, getoption=lambda name: False, **more)


@pytest.mark.parametrize(
    ("item", "share"),
    [
        (Item("flows/test_survives_duplicates.py", "site", site="servers"), "servers"),
        (Item("flows/test_survives_duplicates.py", "site", site="embedded"), "embedded"),
        (Item("flows/test_survives_lost_database.py", "live_servers"), "servers"),
        (Item("flows/test_survives_lost_broker.py", "queue_site", queue_site="rabbit"), "rabbit"),
        (Item("flows/test_survives_lost_broker.py", "queue_site", queue_site="servers"), "servers"),
        (Item("flows/test_whole_story.py", "demo", "browser"), "demo"),
        (Item("flows/test_browser_shell.py", "site", "browser"), "flows-test_browser_shell"),
        (Item("ml/layouts/test_source.py", "drawn_data"), "ml-layouts-test_source"),
        (Item("cases/views/test_show_case.py", "ana"), None),
    ],
)
def test_who_shares_a_site_or_what_is_dear_to_load_stays_together(item, share):
    assert share_of(item) == share


def test_every_site_that_is_started_once_is_known():
    assert all(hasattr(flows, name) for name in ("demo", "live_servers", "live_rabbit", "live_embedded"))
    assert set(SITES) == {"demo", "servers", "rabbit", "embedded"}


def test_the_longest_come_first_and_equals_keep_their_order():
    quick, quicker = Item("cases/test_undo.py"), Item("accounts/test_roles.py")
    science, shell = Item("ml/test_convert.py"), Item("flows/test_browser_shell.py", "browser")
    demo, servers = Item("flows/test_whole_story.py", "demo"), Item("flows/test_survives_killed.py", "live_servers")
    items = [quick, science, demo, quicker, shell, servers]
    pytest_collection_modifyitems(config(workerinput={}), items)
    assert items == [servers, demo, shell, science, quick, quicker]
    assert servers.marks == [("servers",)]
    assert quick.marks == []


def test_in_one_process_the_order_is_pytests_own():
    items = [Item("cases/test_undo.py"), Item("flows/test_whole_story.py", "demo")]
    before = list(items)
    pytest_collection_modifyitems(config(), items)
    assert items == before


@pytest.mark.parametrize("alone", ["tests/cases/test_undo.py", "tests/cases/test_undo.py::test_x"])
def test_one_file_or_test_runs_in_one_process(alone):
    assert pytest_xdist_auto_num_workers(config("-n", "auto", alone)) == 0


@pytest.mark.parametrize("several", [(), ("tests/cases",), ("tests/cases/test_undo.py", "tests/cases/test_images.py")])
def test_everything_else_runs_on_all_cores_but_not_on_endless_memory(several):
    assert 1 <= pytest_xdist_auto_num_workers(config("-n", "auto", *several)) <= MOST
