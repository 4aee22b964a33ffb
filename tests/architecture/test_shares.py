"""How tests are shared out among processes: whole sites stay in one, the longest come first, one file runs alone."""

from types import SimpleNamespace

import pytest

from tests.architecture.source import ROOT
from tests.shares import (
    MOST,
    SITES,
    Shares,
    arguments_in,
    pytest_collection_modifyitems,
    pytest_xdist_auto_num_workers,
    pytest_xdist_make_scheduler,
    share_of,
)

DUPLICATES = "tests/flows/test_survives_duplicates.py::test_each_message_three_times_and_two_workers"
BROKER = "tests/flows/test_survives_lost_broker.py::test_uploads_while_the_broker_hangs"
STORY = "tests/flows/test_whole_story.py::test_the_whole_story_with_the_mouse"
SCREENS = "tests/flows/test_accessibility.py::test_no_screen_has_a_serious_violation[1280]"
SHELL = "tests/flows/test_browser_shell.py::test_two_presses_send_a_form_once"
POSTGRESQL = "tests/flows/test_suite_on_postgresql.py::test_the_same_tests_pass_on_postgresql[some]"
MATRIX = "tests/trust/access/test_matrix.py::test_who_may[me]"
CONVERT = "tests/ml/test_convert.py::test_another_version_is_left_alone"
UNDO, ROLES = "tests/cases/test_undo.py::test_x", "tests/accounts/test_roles.py::test_y"


def config(*arguments: str, **more) -> SimpleNamespace:
    named = SimpleNamespace(args=arguments)
    return SimpleNamespace(invocation_params=named, getoption=lambda name: False, **more)


@pytest.mark.parametrize(
    ("test", "share"),
    [
        (f"{DUPLICATES}[servers]", "servers"),
        (f"{DUPLICATES}[embedded]", "embedded"),
        (f"{DUPLICATES}[True-embedded]", "embedded"),
        (f"{BROKER}[servers]", "servers"),
        (f"{BROKER}[rabbit]", "rabbit"),
        (STORY, "demo"),
        (SCREENS, "demo"),
        (SHELL, SHELL.partition("::")[0]),
        (CONVERT, CONVERT.partition("::")[0]),
        (MATRIX, MATRIX.partition("::")[0]),
        (UNDO, UNDO),
        (f"{UNDO}[servers]", f"{UNDO}[servers]"),
    ],
)
def test_who_shares_a_site_or_what_is_dear_to_load_stays_together(test, share):
    assert share_of(test) == share


def test_every_file_of_the_flows_has_one_place():
    """A file that asks for two sites would start the second one elsewhere again."""
    files = [str(path.relative_to(ROOT)) for path in (ROOT / "tests/flows").glob("test_*.py")]
    asked = {file: [site for site in SITES if arguments_in(file) & {site, f"live_{site}"}] for file in files}
    assert len(files) > 10
    assert {file: sites for file, sites in asked.items() if len(sites) > 1} == {}


def test_the_shares_are_what_processes_get(request):
    """Not for looks: pytest-xdist asks this very method, of this very scheduler."""
    assert Shares._split_scope(None, STORY) == Shares._split_scope(None, SCREENS) == "demo"
    made = [found.function for found in request.config.hook.pytest_xdist_make_scheduler.get_hookimpls()]
    assert pytest_xdist_make_scheduler in made


def test_the_longest_come_first_and_equals_keep_their_order():
    tests = [UNDO, CONVERT, STORY, ROLES, SHELL, f"{BROKER}[servers]", POSTGRESQL]
    items = [SimpleNamespace(nodeid=test) for test in tests]
    pytest_collection_modifyitems(config(workerinput={}), items)
    assert [item.nodeid for item in items] == [POSTGRESQL, f"{BROKER}[servers]", STORY, SHELL, CONVERT, UNDO, ROLES]


def test_in_one_process_the_order_is_pytests_own():
    items = [SimpleNamespace(nodeid=test) for test in (UNDO, STORY)]
    pytest_collection_modifyitems(config(), items)
    assert [item.nodeid for item in items] == [UNDO, STORY]


@pytest.mark.parametrize("alone", ["tests/cases/test_undo.py", "tests/cases/test_undo.py::test_x"])
def test_one_file_or_test_runs_in_one_process(alone):
    assert pytest_xdist_auto_num_workers(config("-n", "auto", alone)) == 0


@pytest.mark.parametrize("several", [(), ("tests/cases",), ("tests/cases/test_undo.py", "tests/cases/test_images.py")])
def test_everything_else_runs_on_all_cores_but_not_on_endless_memory(several):
    assert 1 <= pytest_xdist_auto_num_workers(config("-n", "auto", *several)) <= MOST
