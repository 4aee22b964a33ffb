"""An analysis that never ends costs its own row and its time limit, never the worker."""

import pytest

from tests.flows.processes import wait_until
from tests.flows.story import BUSY_MACHINE, all_home_exactly_once, in_state, servers_first

pytestmark = pytest.mark.slow


@servers_first
def test_the_soft_limit_ends_it_with_a_reason_and_the_worker_goes_on(site):
    # given a worker whose soft limit is two seconds, and an analysis without end
    (endless,) = site.queue_pictures(1)
    worker = site.start_stand_in("hangs", SKINLESION_TASK_SECONDS="4")

    # when the time is over, then the row says so
    wait_until(lambda: in_state(site, [endless], "failed"), seconds=BUSY_MACHINE, what=f"it fails, see {worker.log}")
    row = site.tables.analyses([endless])[endless]
    assert (row.reason_code, row.attempts) == ("took_too_long", 1)
    assert worker.popen.poll() is None
    worker.kill_group()


@servers_first
def test_the_hard_limit_kills_it_and_the_row_is_tried_again(site):
    # given a worker whose hard limit is two seconds, and an analysis that hears nothing
    (deaf,) = site.queue_pictures(1)
    worker = site.start_stand_in("hangs_deaf", SKINLESION_TASK_SECONDS="2")

    # when its child has been killed, and the lease is over
    wait_until(
        lambda: site.tables.analyses([deaf])[deaf].attempts == 2, seconds=BUSY_MACHINE, what=f"again, see {worker.log}"
    )
    assert worker.popen.poll() is None
    worker.kill_group()

    # then a healthy worker finishes it
    healthy = site.start_stand_in("finds")
    all_home_exactly_once(site, [deaf])
    healthy.kill_group()
    assert site.tables.analyses([deaf])[deaf].attempts == 3
