"""A worker dies in the middle of its work, and every picture is still analysed exactly once."""

import os
import signal

import pytest

from tests.flows.processes import wait_until

pytestmark = pytest.mark.slow
PICTURES = 20
BUSY_MACHINE = 240  # seconds; TensorFlow alone takes minutes to load where trainings run beside


def in_state(site, ids: list[int], *states: str) -> list[int]:
    return [row.id for row in site.tables.analyses(ids).values() if row.state in states]


def in_the_middle(site, ids: list[int]) -> bool:
    """Some are finished, one is being worked on, some wait."""
    return len(in_state(site, ids, "done", "rejected")) >= 3 and bool(in_state(site, ids, "running"))


def all_home_exactly_once(site, ids: list[int]) -> None:
    wait_until(
        lambda: len(in_state(site, ids, "done", "rejected", "failed")) == len(ids),
        seconds=BUSY_MACHINE,
        what=f"all {len(ids)} analyses finish: {site.tables.analyses(ids).values()}",
    )
    rows = site.tables.analyses(ids)
    assert {row.state for row in rows.values()} <= {"done", "rejected"}, rows
    assert len({row.image_id for row in rows.values()}) == len(ids), "one row per picture"
    assert sorted(pk for pk, _ in site.tables.finished_events(ids)) == ids, "finished once each, says the audit trail"


def test_a_worker_killed_with_everything_it_started(site):
    # given a queue of pictures and a worker in the middle of it
    ids = site.queue_pictures(PICTURES)
    worker = site.start_worker()
    wait_until(
        lambda: in_the_middle(site, ids), seconds=BUSY_MACHINE, every=0.02, what=f"the work begins, see {worker.log}"
    )

    # when the worker is killed, and another one is started
    worker.kill_group()
    left = in_state(site, ids, "queued", "running")
    assert left, "killed too late to prove anything"
    another = site.start_worker()

    # then all are finished, each once, and only what was in the dead hand was taken up again
    all_home_exactly_once(site, ids)
    another.kill_group()
    attempts = [row.attempts for row in site.tables.analyses(ids).values()]
    assert set(attempts) <= {1, 2}
    assert attempts.count(2) <= 1


def test_only_the_workers_child_killed(site):
    # given a worker in the middle of its queue
    ids = site.queue_pictures(PICTURES)
    worker = site.start_worker()
    wait_until(
        lambda: in_the_middle(site, ids), seconds=BUSY_MACHINE, every=0.02, what=f"the work begins, see {worker.log}"
    )

    # when its child is killed under it
    children = worker.children()
    assert children
    for child in children:
        os.kill(child, signal.SIGKILL)

    # then the worker goes on with a new child, and all are finished, each once
    all_home_exactly_once(site, ids)
    assert worker.popen.poll() is None
    worker.kill_group()


def test_a_worker_told_to_stop_finishes_its_picture_first(site):
    # given a worker in the middle of its queue
    ids = site.queue_pictures(PICTURES)
    worker = site.start_worker()
    wait_until(
        lambda: in_the_middle(site, ids), seconds=BUSY_MACHINE, every=0.02, what=f"the work begins, see {worker.log}"
    )

    # when a supervisor stops the whole process group
    os.killpg(worker.pid, signal.SIGTERM)

    # then the worker ends by itself, leaves no half-done picture, and the next one does the rest
    assert worker.popen.wait(timeout=20) == 0
    assert not in_state(site, ids, "running")
    assert in_state(site, ids, "queued")
    another = site.start_worker()
    all_home_exactly_once(site, ids)
    another.kill_group()
    assert {row.attempts for row in site.tables.analyses(ids).values()} == {1}
