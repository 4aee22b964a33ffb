"""Where limits are counted: on a Redis of the tests' own, in the database, or in the database because Redis is away."""

import shutil
import subprocess
import time

import pytest
from redis import Redis, RedisError

from accounts.counters import in_redis, shared
from tests.conftest import skip_or_fail
from tests.flows.processes import free_port


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    """An own Redis, empty at first."""
    if shutil.which("redis-server") is None:
        skip_or_fail("There is no redis-server on this machine")
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        with Redis(port=port) as redis:
            for _ in range(200):
                try:
                    if redis.ping():
                        break
                except RedisError:
                    time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
        in_redis.client.cache_clear()
        server.terminate()


@pytest.fixture(params=["database", "redis", "redis away"])
def store(request, settings, monkeypatch):
    """Each place that counts, with nothing counted yet."""
    monkeypatch.setattr(shared, "_away_until", {})
    if request.param == "redis":
        settings.COUNTERS_URL = request.getfixturevalue("redis_url")
        with Redis.from_url(settings.COUNTERS_URL) as redis:
            redis.flushall()
    else:
        settings.COUNTERS_URL = f"redis://127.0.0.1:{free_port()}/0" if request.param == "redis away" else ""
    return request.param
