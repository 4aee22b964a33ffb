"""A PostgreSQL server of our own, that may be restarted without disturbing anybody."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.flows.processes import free_port


class OwnPostgres:
    """A fresh cluster in a folder of its own, listening on a port of its own, gone when it is removed."""

    def __init__(self):
        self.programs = _programs()
        self.folder = Path(tempfile.mkdtemp(prefix="skinlesion-postgres-"))
        self.port = free_port()
        # PostgreSQL refuses to run as root
        self.user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        if self.user:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "-D", "data", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
        settings = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60 "
            "-c shared_buffers=32MB"
        )
        self._run("pg_ctl", "start", "-w", "-D", "data", "-l", "log", "-o", settings)

    @property
    def url(self) -> str:
        """The address of its only database."""
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def restart(self, *, crash: bool) -> None:
        """Stop, cutting every connection, or crash; and start again. Returns when it answers."""
        self._run("pg_ctl", "restart", "-w", "-D", "data", "-l", "log", "-m", "immediate" if crash else "fast")

    def remove(self) -> None:
        """Stop it and delete its files."""
        try:
            self._run("pg_ctl", "stop", "-D", "data", "-m", "immediate")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *options: str) -> None:
        command = [self.programs / program, *options]
        # no pipe: the server would inherit it, and we would wait for its end
        with (self.folder / "said").open("w") as said:
            done = subprocess.run(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False, **self.user
            )
        assert done.returncode == 0, f"{command}: {(self.folder / 'said').read_text()}"


def find_missing() -> str:
    """Which program is not on this machine; empty when all are."""
    if shutil.which("redis-server") is None:
        return "There is no redis-server on this machine"
    return "" if _programs() else "There is no PostgreSQL server on this machine"


def _programs() -> Path | None:
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return max((path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=None)
