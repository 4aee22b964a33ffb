"""The queue is only a hint: Redis may die, come back empty or hang, and no picture is lost."""

import signal
import time

import pytest

from tests.flows.processes import wait_until
from tests.flows.story import PICTURES, all_home_exactly_once, in_state

pytestmark = pytest.mark.slow


def test_redis_killed_with_twenty_queued_and_restarted_empty(live_servers):
    # given twenty queued pictures that only Redis has messages of, as far as messages go
    site = live_servers
    ids = site.queue_pictures(PICTURES)
    assert len(in_state(site, ids, "queued")) == PICTURES

    # when Redis is killed, a worker finds it gone, and it comes back without any memory
    site.redis.kill_group()
    worker = site.start_worker()
    time.sleep(1)
    site.redis = site.start_redis()

    # then the reconciler brings all of them home
    all_home_exactly_once(site, ids)
    worker.kill_group()
    assert {row.attempts for row in site.tables.analyses(ids).values()} == {1}


def test_uploads_while_redis_hangs(live_servers):
    # given a Redis that accepts connections and answers nothing
    site = live_servers
    site.sign_in()
    before = set(site.tables.analyses())
    site.redis.signal(signal.SIGSTOP)
    paused_at = time.monotonic()

    # when pictures are uploaded for five seconds
    took = []
    while time.monotonic() < paused_at + 5:
        started = time.monotonic()
        site.upload_picture()
        took.append(time.monotonic() - started)
    ids = sorted(set(site.tables.analyses()) - before)
    assert len(ids) == len(took) >= 2, "each was accepted"
    lines = [line for line in site.log("web").splitlines() if "left to the reconciler" in line]
    assert len(lines) >= len(ids), "said in the log, not to the clinician"
    site.redis.signal(signal.SIGCONT)

    # then none of them waited for Redis longer than its time limit, and all come home
    assert min(took) < 4, took
    worker = site.start_stand_in("finds")
    all_home_exactly_once(site, ids)
    worker.kill_group()


def test_publishing_returns_within_two_seconds_whatever_redis_does(live_servers):
    site = live_servers

    def publish_three_times() -> list[float]:
        seconds = site.on_site("time_publishing", "3").split()
        return [float(text) for text in seconds]

    site.redis.signal(signal.SIGSTOP)
    paused = publish_three_times()
    site.redis.signal(signal.SIGCONT)
    site.redis.kill_group()
    gone = publish_three_times()
    site.redis = site.start_redis()
    alive = publish_three_times()

    assert max(paused) < 2, paused
    assert max(gone) < 2, gone
    assert max(alive) < 2, alive


def test_an_idle_worker_outlives_the_socket_timeout_and_a_hanging_redis(live_servers):
    # given a worker that waits for messages for longer than the one second after which Redis counts as hanging
    site = live_servers
    worker = site.start_stand_in("finds")
    wait_until(lambda: site.waiting_workers() == 1, seconds=60, what="the worker connects")
    time.sleep(3)

    # and a Redis that hangs for a while in between
    site.redis.signal(signal.SIGSTOP)
    time.sleep(3)
    site.redis.signal(signal.SIGCONT)

    # when a picture comes
    ids = site.queue_pictures(1)

    # then it is analysed by that same worker
    all_home_exactly_once(site, ids)
    assert worker.popen.poll() is None
    worker.kill_group()
