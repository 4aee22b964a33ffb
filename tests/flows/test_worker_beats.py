"""A worker says that it is there, and when it leaves."""

import json
import sys

import pytest

from tests.flows.processes import wait_until
from tests.flows.story import BUSY_MACHINE

pytestmark = pytest.mark.slow


def workers(site) -> int:
    """How many listen to the interactive queue, as a rule would ask."""
    said = site.run(sys.executable, "manage.py", "queue_metrics", "--json")
    return json.loads(said)["interactive"]["workers"]


@pytest.mark.long
def test_a_worker_is_heard_of_until_it_is_stopped(live_embedded):
    # given nobody who works: every other story's workers were killed, and may be silent for half a minute yet
    site = live_embedded
    wait_until(lambda: workers(site) == 0, seconds=BUSY_MACHINE, what="nobody listens")

    # when a worker starts, then it is counted
    worker = site.start_stand_in("finds")
    wait_until(lambda: workers(site) == 1, seconds=BUSY_MACHINE, what=f"a worker is heard of, see {worker.log}")

    # when it is stopped, then it is not missed
    assert worker.stop(seconds=30) == 0
    assert workers(site) == 0
