"""A chunk is torn in the middle: what was finished stays, what was not goes on, and no clinician waits for it."""

import json
import os
import signal
import time

import pytest

from tests.flows.live_site import LiveSite
from tests.flows.processes import wait_until
from tests.flows.story import BUSY_MACHINE, all_home_exactly_once, in_state, servers_first

pytestmark = pytest.mark.slow
CHUNK = 16  # half of SKINLESION_BATCH_CHUNK: five seconds of work for the stand-in


def a_chunk_in_work(site: LiveSite) -> list[int]:
    """Ids of a batch's rows, a chunk of which a worker has been working on for a second."""
    ids = json.loads(site.on_site("queue_as_batch", CHUNK))
    wait_until(lambda: len(in_state(site, ids, "running")) == CHUNK, seconds=BUSY_MACHINE, what="a chunk is claimed")
    time.sleep(1)
    assert len(in_state(site, ids, "running")) == CHUNK, "too late to prove anything"
    return ids


@servers_first
def test_a_worker_told_to_stop_finishes_its_picture_and_gives_the_rest_of_the_chunk_back(site):
    # given a worker in the middle of a chunk
    worker = site.start_stand_in("finds_slowly", "batch")
    ids = a_chunk_in_work(site)

    # when it is told to stop, and nobody tells its child
    started = time.monotonic()
    worker.signal(signal.SIGTERM)

    # then it ends long before the chunk would have, with some pictures finished and the others free at once
    assert worker.popen.wait(timeout=30) == 0
    assert time.monotonic() - started < 30
    assert not in_state(site, ids, "running")
    assert in_state(site, ids, "done")
    assert in_state(site, ids, "queued")
    another = site.start_stand_in("finds", "batch")
    all_home_exactly_once(site, ids)
    another.kill_group()
    assert {row.attempts for row in site.tables.analyses(ids).values()} == {1}, "it cost nobody a try"


@servers_first
def test_a_child_killed_in_the_middle_of_a_chunk_costs_each_row_one_try(site):
    # given a worker in the middle of a chunk
    worker = site.start_stand_in("finds_slowly", "batch")
    ids = a_chunk_in_work(site)

    # when its child is killed
    for child in worker.children():
        os.kill(child, signal.SIGKILL)

    # then the rows are taken up again, each alone, and finished once
    all_home_exactly_once(site, ids)
    worker.kill_group()
    assert {row.attempts for row in site.tables.analyses(ids).values()} == {2}


def test_a_clinicians_picture_waits_behind_no_chunk(live_servers):
    # given a worker in the middle of a chunk, and another one for clinicians
    site = live_servers
    clinicians = site.start_stand_in("finds")
    wait_until(lambda: site.waiting_workers() == 1, seconds=BUSY_MACHINE, what="it is there")
    batch = site.start_stand_in("finds_slowly", "batch")
    ids = a_chunk_in_work(site)

    # when a clinician uploads a picture, and the chunk gets no further at all
    for child in batch.children():
        os.kill(child, signal.SIGSTOP)
    (picture,) = site.queue_pictures(1)

    # then the picture is finished all the same
    wait_until(lambda: in_state(site, [picture], "done"), seconds=BUSY_MACHINE, what="the picture is done")
    assert len(in_state(site, ids, "running")) == CHUNK
    for child in batch.children():
        os.kill(child, signal.SIGCONT)
    all_home_exactly_once(site, ids)
    for worker in (clinicians, batch):
        worker.kill_group()
