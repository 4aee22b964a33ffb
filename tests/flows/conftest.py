"""Live sites, each started once for all flow tests that ask for it, and left as each test found it."""

import os
import signal

import pytest

from tests.flows.browser import chromium
from tests.flows.demo import demo_site
from tests.flows.live_site import embedded_site, servers_site
from tests.flows.rabbit_site import rabbit_site


@pytest.fixture(scope="session", autouse=True)
def _a_stopped_run_cleans_up():
    """SIGTERM would end pytest without a word to the sites' processes; an interrupt lets every fixture end."""

    def interrupt(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture(scope="session")
def _embedded(tmp_path_factory):
    with embedded_site(tmp_path_factory.mktemp("embedded")) as site:
        yield site


@pytest.fixture(scope="session")
def _servers(tmp_path_factory):
    with servers_site(tmp_path_factory.mktemp("servers")) as site:
        yield site


@pytest.fixture(scope="session")
def _rabbit(tmp_path_factory):
    with rabbit_site(tmp_path_factory.mktemp("rabbit")) as site:
        yield site


@pytest.fixture
def live_embedded(_embedded):
    """SQLite and a queue in a folder; the test starts its workers."""
    yield _embedded
    _embedded.stop_workers()


@pytest.fixture
def live_servers(_servers):
    """PostgreSQL and Redis; the test starts its workers."""
    yield _servers
    _servers.stop_workers()
    _servers.mend_broker()


@pytest.fixture
def live_rabbit(_rabbit):
    """PostgreSQL and RabbitMQ; the test starts its workers."""
    yield _rabbit
    _rabbit.stop_workers()
    _rabbit.mend_broker()


@pytest.fixture(params=["embedded", "servers"])
def site(request):
    """The same story on both."""
    return request.getfixturevalue(f"live_{request.param}")


@pytest.fixture(params=["servers", pytest.param("rabbit", marks=pytest.mark.long)])
def each_broker(request):
    """The same story on each broker that is a server."""
    return request.getfixturevalue(f"live_{request.param}")


@pytest.fixture(params=["servers", "rabbit"] if os.environ.get("SKINLESION_TEST_RABBIT") == "1" else ["servers"])
def queue_site(request):
    """The same, for long stories: on RabbitMQ only in `make brokers`."""
    return request.getfixturevalue(f"live_{request.param}")


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo, running, with its results; a story changes only what it made itself or what nobody else looks at."""
    with demo_site(tmp_path_factory.mktemp("demo")) as site:
        yield site


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the tests of a file."""
    with chromium() as browser:
        yield browser
