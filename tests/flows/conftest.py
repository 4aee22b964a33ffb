"""Live sites, each started once for all flow tests that ask for it."""

import pytest

from tests.flows.live_site import embedded_site, servers_site


@pytest.fixture(scope="session")
def live_embedded(tmp_path_factory):
    """SQLite and a queue in a folder."""
    with embedded_site(tmp_path_factory.mktemp("embedded")) as site:
        yield site


@pytest.fixture(scope="session")
def live_servers(tmp_path_factory):
    """PostgreSQL and Redis."""
    with servers_site(tmp_path_factory.mktemp("servers")) as site:
        yield site


@pytest.fixture(params=["embedded", "servers"])
def site(request):
    """The same story on both."""
    return request.getfixturevalue(f"live_{request.param}")
