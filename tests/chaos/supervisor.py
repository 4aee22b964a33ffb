"""What systemd does for a site: starts the processes of the Procfile, and starts again whichever is gone."""

import shlex
import sys
import threading
from collections.abc import Callable

from tests.flows.processes import ROOT, Process

PROGRAMS = {
    "gunicorn": (sys.executable, "-m", "gunicorn"),
    "celery": (sys.executable, "-m", "celery"),
    "python": (sys.executable,),
}


def procfile() -> dict[str, list[str]]:
    """The site's processes by name, as commands that run here; the workers heed the marks of chaos.

    Where the web server listens is left out.
    """
    commands = {}
    for line in (ROOT / "Procfile").read_text().splitlines():
        name, _, words = line.partition(": ")
        program, *options = shlex.split(words)
        if program == "celery":
            options[options.index("skinlesion")] = "tests.chaos.worker"
        if program == "gunicorn":
            bind = options.index("--bind")
            del options[bind : bind + 2]
        commands[name] = [*PROGRAMS[program], *options]
    return commands


class Supervisor:
    """Keeps processes alive: a look every fifth of a second."""

    def __init__(self, start: Callable[[str], Process]):
        self._start = start
        self._lock = threading.RLock()
        self._stopped = threading.Event()
        self._kept: dict[str, Process] = {}
        self.gone: list[Process] = []
        self._thread = threading.Thread(target=self._look, name="supervisor", daemon=True)
        self._thread.start()

    def keep(self, name: str) -> Process:
        """Start the process of that name, now and whenever it is gone."""
        with self._lock:
            self._kept[name] = self._start(name)
            return self._kept[name]

    def replace(self, name: str) -> Process:
        """Start a second one beside it and keep that instead; the old one, still running, for the caller to stop."""
        with self._lock:
            old = self._kept[name]
            self.gone.append(old)
            self._kept[name] = self._start(name)
            return old

    def running(self, name: str) -> Process:
        """The process of that name as it is now; just after it was killed, the one that is gone."""
        with self._lock:
            return self._kept[name]

    def __contains__(self, name: str) -> bool:
        return name in self._kept

    def stop(self) -> None:
        """Start nothing any more."""
        self._stopped.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stopped.wait(0.2):
            with self._lock:
                for name, process in self._kept.items():
                    if process.popen.poll() is not None:
                        self.gone.append(process)
                        self._kept[name] = self._start(name)
