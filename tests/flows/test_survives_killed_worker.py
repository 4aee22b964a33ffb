"""A worker dies in the middle of its work, and every picture is still analysed exactly once."""

import os
import signal

import pytest

from tests.flows.processes import wait_until
from tests.flows.story import (
    BUSY_MACHINE,
    PICTURES,
    all_home_exactly_once,
    in_state,
    servers_first,
    wait_for_the_middle,
)

pytestmark = pytest.mark.slow


@servers_first
def test_a_worker_killed_with_everything_it_started(site):
    # given a queue of pictures and a worker in the middle of it
    ids = site.queue_pictures(PICTURES)
    worker = site.start_worker()
    wait_for_the_middle(site, ids)

    # when the worker is killed, and another one is started
    worker.kill_group()
    another = site.start_worker()

    # then all are finished, each once, and only what was in the dead hand was taken up again
    all_home_exactly_once(site, ids)
    another.kill_group()
    attempts = [row.attempts for row in site.tables.analyses(ids).values()]
    assert set(attempts) <= {1, 2}
    assert attempts.count(2) <= 1


@servers_first
def test_only_the_workers_child_killed(site):
    # given a worker in the middle of its queue
    ids = site.queue_pictures(8)
    worker = site.start_stand_in("finds_slowly")
    wait_for_the_middle(site, ids)

    # when its child is killed under it
    children = worker.children()
    assert children
    for child in children:
        os.kill(child, signal.SIGKILL)

    # then the worker goes on with a new child, and all are finished, each once
    all_home_exactly_once(site, ids)
    assert worker.popen.poll() is None
    worker.kill_group()


@servers_first
def test_a_worker_told_to_stop_finishes_its_picture_first(site):
    # given a worker in the middle of its queue
    ids = site.queue_pictures(8)
    worker = site.start_stand_in("finds_slowly")
    wait_for_the_middle(site, ids)

    # when a supervisor stops the whole process group
    os.killpg(worker.pid, signal.SIGTERM)

    # then the worker ends by itself, leaves no half-done picture, and the next one does the rest
    assert worker.popen.wait(timeout=20) == 0
    assert not in_state(site, ids, "running")
    assert in_state(site, ids, "queued")
    another = site.start_stand_in("finds_slowly")
    all_home_exactly_once(site, ids)
    another.kill_group()
    assert {row.attempts for row in site.tables.analyses(ids).values()} == {1}


@servers_first
def test_a_worker_told_to_stop_gives_back_what_does_not_end(site):
    # given a worker with an analysis that never ends
    (endless,) = site.queue_pictures(1)
    worker = site.start_stand_in("hangs", SKINLESION_STOP_SECONDS="2")
    before = site.log("worker").count("The stand-in hangs")
    wait_until(
        lambda: site.log("worker").count("The stand-in hangs") > before,
        seconds=BUSY_MACHINE,
        what=f"it begins, see {worker.log}",
    )

    # when it is told to stop
    worker.signal(signal.SIGTERM)

    # then the picture waits at once, the worker ends by itself, and another one finishes the picture
    assert worker.popen.wait(timeout=BUSY_MACHINE) == 0
    assert site.tables.analyses([endless])[endless].state == "queued"
    healthy = site.start_stand_in("finds")
    all_home_exactly_once(site, [endless])
    healthy.kill_group()
    assert site.tables.analyses([endless])[endless].attempts == 2
