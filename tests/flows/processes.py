"""Real processes for the flow tests: each in a process group of its own, so that nothing outlives the test."""

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


# below what the system hands to outgoing connections: a test has hundreds of those, and one of them takes a port
# between the moment it is chosen here and the moment a server listens on it
PORTS = range(10_240, 32_768)


def free_port() -> int:
    """A port that nobody listens on just now, and that no connection will be given."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def wait_until(true: Callable[[], object], *, seconds: float, what: str, every: float = 0.2):
    """Ask until the answer is true, and return it; an AssertionError that says `what` did not happen otherwise."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := true():
            return answer
        time.sleep(every)
    raise AssertionError(f"not within {seconds} s: {what}")


class Process:
    """A command that runs beside the test, its output in `log`; `handles`: open files that it inherits."""

    def __init__(self, *command: object, environment: dict[str, str], log: Path, handles: tuple[int, ...] = ()):
        self.log = log
        with log.open("ab") as out:
            self.popen = subprocess.Popen(
                [str(part) for part in command],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=handles,
            )

    @property
    def pid(self) -> int:
        return self.popen.pid

    def children(self) -> list[int]:
        """Its child processes' ids."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def signal(self, number: int) -> None:
        """A signal to this process alone."""
        os.kill(self.pid, number)

    def kill_group(self) -> None:
        """SIGKILL to it and to everything it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.popen.wait()

    def stop(self, *, seconds: float) -> int:
        """SIGTERM; its exit status. An AssertionError when it needs longer."""
        self.signal(signal.SIGTERM)
        try:
            return self.popen.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.popen.args[:4]} had not stopped after {seconds} s") from None
        finally:
            self.kill_group()
