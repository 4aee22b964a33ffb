"""The queue is only a hint: Redis or RabbitMQ may die, come back empty or hang, and no picture is lost."""

import signal
import time

import pytest

from tests.flows.processes import wait_until
from tests.flows.story import PICTURES, all_home_exactly_once, in_state

pytestmark = pytest.mark.slow


def test_broker_killed_with_twenty_queued_and_restarted_empty(each_broker):
    # given twenty queued pictures that only the broker has messages of, as far as messages go
    site = each_broker
    ids = site.queue_pictures(PICTURES)
    assert len(in_state(site, ids, "queued")) == PICTURES

    # when the broker is killed, a worker finds it gone, and it comes back without any memory
    site.broker.kill_group()
    worker = site.start_worker()
    time.sleep(1)
    site.broker = site.start_broker()

    # then the reconciler brings all of them home
    all_home_exactly_once(site, ids)
    worker.kill_group()
    assert {row.attempts for row in site.tables.analyses(ids).values()} == {1}


def test_uploads_while_the_broker_hangs(queue_site):
    # given a broker that accepts connections and answers nothing
    site = queue_site
    site.sign_in()
    before = set(site.tables.analyses())
    site.broker.signal(signal.SIGSTOP)
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
    site.broker.signal(signal.SIGCONT)

    # then none of them waited for the broker longer than its time limit, and all come home
    assert min(took) < 4, took
    worker = site.start_stand_in("finds")
    all_home_exactly_once(site, ids)
    worker.kill_group()


def test_publishing_returns_within_two_seconds_whatever_the_broker_does(queue_site):
    site = queue_site

    def publish_three_times() -> list[float]:
        seconds = site.on_site("time_publishing", "3").split()
        return [float(text) for text in seconds]

    site.broker.signal(signal.SIGSTOP)
    paused = publish_three_times()
    site.broker.signal(signal.SIGCONT)
    site.broker.kill_group()
    gone = publish_three_times()
    site.broker = site.start_broker()
    alive = publish_three_times()

    assert max(paused) < 2, paused
    assert max(gone) < 2, gone
    assert max(alive) < 2, alive


def test_an_idle_worker_outlives_the_socket_timeout_and_a_hanging_broker(queue_site):
    # given a worker that waits for messages for longer than the one second after which a broker counts as hanging
    site = queue_site
    worker = site.start_stand_in("finds")
    wait_until(lambda: site.waiting_workers() == 1, seconds=60, what="the worker connects")
    time.sleep(3)

    # and a broker that hangs for a while in between
    site.broker.signal(signal.SIGSTOP)
    time.sleep(3)
    site.broker.signal(signal.SIGCONT)

    # when a picture comes
    ids = site.queue_pictures(1)

    # then it is analysed by that same worker
    all_home_exactly_once(site, ids)
    assert worker.popen.poll() is None
    worker.kill_group()
