"""A live site on RabbitMQ: the server of this machine, a virtual host of our own, behind a wire of our own."""

import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import amqp
import pytest

from tests.flows.live_site import LiveSite, own_database
from tests.flows.processes import Process, free_port, wait_until

PORT = 5672
QUEUES = ("interactive", "batch", "imports")


class RabbitSite(LiveSite):
    """Kill, hang and wake act on the wire. It comes back empty, as a broker does that has lost its disk."""

    def __init__(self, folder: Path, *, database_url: str, virtual_host: str):
        super().__init__(folder, database_url=database_url)
        self.virtual_host = virtual_host
        self.wire_port = free_port()
        self.environment["CELERY_BROKER_URL"] = f"amqp://guest:guest@127.0.0.1:{self.wire_port}/{virtual_host}"

    def connect(self, port: int) -> amqp.Connection:
        """To the virtual host, as a client would."""
        connection = amqp.Connection(f"127.0.0.1:{port}", virtual_host=self.virtual_host, connect_timeout=5)
        connection.connect()
        return connection

    def start_broker(self) -> Process:
        """The wire, with empty queues at its end."""
        with self.connect(PORT) as straight, straight.channel() as channel:
            for queue in QUEUES:
                channel.queue_delete(queue)
        wire = self.start(sys.executable, "-m", "tests.flows.wire", self.wire_port, PORT, name="wire")
        wait_until(self._broker_answers, seconds=30, what="RabbitMQ answers through the wire")
        return wire

    def waiting_workers(self) -> int:
        """How many workers consume from the interactive queue."""
        with self.connect(PORT) as straight, straight.channel() as channel, suppress(amqp.NotFound):
            return channel.queue_declare("interactive", passive=True).consumer_count
        return 0

    def _broker_answers(self) -> bool:
        try:
            self.connect(self.wire_port).close()
        except OSError:
            return False
        return True


def rabbitmqctl(*command: str) -> bool:
    """Whether the command succeeded."""
    return subprocess.run(["rabbitmqctl", *command], capture_output=True, check=False).returncode == 0


@contextmanager
def rabbit_site(folder: Path) -> Iterator[RabbitSite]:
    """PostgreSQL (a database of its own) and RabbitMQ (a virtual host of its own)."""
    virtual_host = f"skinlesion_{uuid.uuid4().hex[:8]}"
    if shutil.which("rabbitmqctl") is None or not rabbitmqctl("add_vhost", virtual_host):
        # optional everywhere: who uses RabbitMQ runs these, who does not need not install it
        pytest.skip("There is no RabbitMQ on this machine, or not for us")
    try:
        assert rabbitmqctl("set_permissions", "-p", virtual_host, "guest", ".*", ".*", ".*")
        with own_database() as database_url:
            site = RabbitSite(folder, database_url=database_url, virtual_host=virtual_host)
            with site.up():
                yield site
    finally:
        rabbitmqctl("delete_vhost", virtual_host)
