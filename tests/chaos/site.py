"""The site that chaos is tried on: every process of the Procfile, kept alive by a supervisor, servers of its own."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.own_postgres import OwnPostgres
from tests.chaos.supervisor import Supervisor, procfile
from tests.flows.live_site import LiveSite
from tests.flows.processes import Process, free_port, wait_until

# short, so that a lost picture is taken up again in seconds; the rules are the same as with a minute
LEASE_SECONDS = 3
QUICK = {
    "SKINLESION_LEASE_SECONDS": str(LEASE_SECONDS),
    "SKINLESION_HEARTBEAT_SECONDS": "1",
    "SKINLESION_RECONCILE_SECONDS": "1",
}
PICTURES_OF_A_CASE = 20


class ChaosSite(LiveSite):
    """`networks`: "real", or "stand-in" for ones that answer after as long as real ones take."""

    postgres: OwnPostgres | None = None

    def __init__(self, folder: Path, *, networks: str, database_url: str = "", redis_port: int | None = None):
        super().__init__(folder, database_url=database_url, redis_port=redis_port)
        self.environment |= QUICK | {"CHAOS_FOLDER": str(folder), "CHAOS_NETWORKS": networks}
        self.listening = socket.create_server(("127.0.0.1", int(self.url.rpartition(":")[2])), backlog=2048)
        self.doors: list[Path] = []
        self.commands = procfile()
        self.cases: list[int] = []
        if redis_port:
            # two hands, so that a picture whose worker is frozen goes to the other one
            interactive = self.commands["worker"]
            interactive[interactive.index("--concurrency") + 1] = "2"
        else:
            # one machine, one worker: as small as it gets
            del self.commands["batch"]
            self.commands["worker"][self.commands["worker"].index("interactive")] = "interactive,imports,batch"
        self.supervisor = Supervisor(lambda name: self._start_web() if name == "web" else self._start(name))

    @property
    def worker_names(self) -> list[str]:
        """The workers among the processes."""
        return [name for name in self.commands if name in ("worker", "batch")]

    def start_web(self) -> Process:
        """gunicorn, answering, and kept alive."""
        web = self.supervisor.keep("web")
        self.wait_for_web()
        return web

    def wait_for_web(self) -> None:
        """Until the newest web server answers, whoever else listens on the site's port."""
        wait_until(self._newest_web_answers, seconds=120, what=f"the web server answers, see {self.folder}/web.log")

    def start_reconciler(self) -> Process:
        """The process that loses nothing, kept alive."""
        return self.supervisor.keep("reconciler")

    def begin(self, *, pictures: int) -> None:
        """Tables, processes, and as many cases as the pictures need."""
        self.set_up()
        for name in self.worker_names:
            self.supervisor.keep(name)
        lesion = self.get(f"/api/cases/{self.case_id}/")["lesion"]
        self.cases = [self.case_id]
        for _ in range((pictures - 1) // PICTURES_OF_A_CASE):
            self.cases.append(self.post("/api/cases/", lesion=lesion, reason="Seen again")["id"])

    def left_over(self) -> list[int]:
        """Groups of processes that still run although their first one was killed: nobody holds their hands."""
        return [process.pid for process in self.supervisor.gone if _group_lives(process.pid)]

    def clean_up(self) -> None:
        """Nothing outlives the site."""
        self.supervisor.stop()
        self.listening.close()
        super().clean_up()
        if self.postgres:
            self.postgres.remove()

    def _start(self, name: str) -> Process:
        return self.start(*self.commands[name], name=name)

    def _start_web(self) -> Process:
        # the port is the supervisor's, as with a socket unit of systemd: old and new web servers share it, and whoever
        # connects meanwhile waits in its queue. The second door tells them apart
        door = socket.socket(socket.AF_UNIX)
        self.doors.append(self.folder / f"web-{len(self.doors)}.sock")
        door.bind(str(self.doors[-1]))
        door.listen()
        with door:
            handles = (self.listening.fileno(), door.fileno())
            doors = [word for handle in handles for word in ("--bind", f"fd://{handle}")]
            command, log = (*self.commands["web"], *doors), self.folder / "web.log"
            web = Process(*command, environment=self.environment, log=log, handles=handles)
        self.processes.append(web)
        return web

    def _newest_web_answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as door:
            door.settimeout(5)
            try:
                door.connect(str(self.doors[-1]))
                door.sendall(b"GET /livez HTTP/1.0\r\nHost: localhost\r\n\r\n")
                return b" 200 " in door.recv(100)
            except OSError:
                return False


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def chaos_site(folder: Path, *, backend: str, networks: str) -> Iterator[ChaosSite]:
    """A site, empty: "servers" (PostgreSQL and Redis of its own, two workers) or "sqlite" (a folder, one worker)."""
    postgres = OwnPostgres() if backend == "servers" else None
    where = {"database_url": postgres.url, "redis_port": free_port()} if postgres else {}
    site = ChaosSite(folder, networks=networks, **where)
    site.postgres = postgres
    try:
        if postgres:
            site.redis = site.start_redis()
        yield site
    finally:
        site.clean_up()
