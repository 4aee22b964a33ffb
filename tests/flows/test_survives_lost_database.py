"""The database restarts in the middle: everything that was connected goes on, and nothing is lost or doubled."""

import signal
import time

import psycopg
import pytest

from tests.flows.processes import wait_until
from tests.flows.story import BUSY_MACHINE, all_home_exactly_once, wait_for_the_middle

pytestmark = pytest.mark.slow


def cut_all_connections(site) -> int:
    """What a restart of PostgreSQL does to its clients."""
    name = site.environment["DATABASE_URL"].rsplit("/", 1)[1]
    site.tables.close()
    with psycopg.connect(site.environment["DATABASE_URL"].replace(name, "postgres"), autocommit=True) as postgres:
        cut = postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        return len(cut.fetchall())


def test_all_connections_are_cut_while_pictures_are_worked_on(live_servers):
    # given a worker in the middle of its queue, a reconciler and a web server, all connected
    site = live_servers
    ids = site.queue_pictures(10)
    worker = site.start_stand_in("finds_slowly")
    wait_for_the_middle(site, ids)

    # when the database drops them all
    assert cut_all_connections(site) >= 2

    # then worker and reconciler connect anew and finish, each picture once
    all_home_exactly_once(site, ids)
    assert worker.popen.poll() is None
    assert site.reconciler.popen.poll() is None
    assert {row.attempts for row in site.tables.analyses(ids).values()} <= {1, 2}
    worker.kill_group()
    wait_until(lambda: site.sign_in() is None, seconds=BUSY_MACHINE, what="the pages are back")


@pytest.mark.parametrize("redis_hangs", [False, True])
def test_the_reconciler_stops_within_seconds_when_told_to(live_servers, redis_hangs):
    site = live_servers
    another = site.start_reconciler()
    wait_until(
        lambda: site.log("reconciler").count("a round every") >= 2 + redis_hangs, seconds=60, what="a second one is up"
    )
    if redis_hangs:
        site.broker.signal(signal.SIGSTOP)
    started = time.monotonic()
    try:
        assert another.stop(seconds=10) == 0
    finally:
        site.broker.signal(signal.SIGCONT)
    assert time.monotonic() - started < 5, "a second or two on an idle machine"
