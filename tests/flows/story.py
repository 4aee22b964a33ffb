"""Words that the stories about lost processes share."""

import pytest

from tests.flows.live_site import LiveSite
from tests.flows.processes import wait_until

PICTURES = 20
BUSY_MACHINE = 240  # seconds; TensorFlow alone takes minutes to load where trainings run beside
# the same story on both sites; on embedded defaults in `make test-long` only
servers_first = pytest.mark.parametrize(
    "site", ["servers", pytest.param("embedded", marks=pytest.mark.long)], indirect=True
)


def in_state(site: LiveSite, ids: list[int], *states: str) -> list[int]:
    """Those of the analyses that are in one of these states."""
    return [row.id for row in site.tables.analyses(ids).values() if row.state in states]


def wait_for_the_middle(site: LiveSite, ids: list[int]) -> None:
    """Until some are finished, one is being worked on, and some wait."""
    wait_until(
        lambda: len(in_state(site, ids, "done", "rejected")) >= 3 and in_state(site, ids, "running"),
        seconds=BUSY_MACHINE,
        every=0.02,
        what=f"the worker begins, see {site.folder}/worker.log",
    )
    assert in_state(site, ids, "queued"), "too late to prove anything"


def all_home_exactly_once(site: LiveSite, ids: list[int]) -> None:
    """Wait until every analysis has its result, and make sure that none has two."""
    wait_until(
        lambda: len(in_state(site, ids, "done", "rejected", "failed")) == len(ids),
        seconds=BUSY_MACHINE,
        what=f"all {len(ids)} analyses finish, see the logs in {site.folder}",
    )
    rows = site.tables.analyses(ids)
    assert {row.state for row in rows.values()} <= {"done", "rejected"}, rows
    assert len({row.image_id for row in rows.values()}) == len(ids), "one row per picture"
    assert sorted(pk for pk, _ in site.tables.finished_events(ids)) == ids, "finished once each, says the audit trail"
    assert site.tables.result_rows(ids) == len(in_state(site, ids, "done")), "one segmentation and prediction each"
