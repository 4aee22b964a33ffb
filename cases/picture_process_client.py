"""Hands pictures to the process that opens them; see `cases.picture_process`."""

import atexit
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import ml

COMMAND = (sys.executable, "-s", "-m", "cases.picture_process")
# No secret of ours is in its environment. One thread: a fork would lose the others, and they reserve memory.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}
# Longer than the process gives any picture: some may stand in line before this one.
PATIENCE_SECONDS = 60
MOST_ANSWER_BYTES = 64_000_000
_ROOT = Path(ml.__file__).resolve().parent.parent


class PictureProcess:
    """The process of this web process, started again whenever it is gone."""

    def __init__(self):
        self._lock = threading.Lock()
        self._owner = 0
        self._process: subprocess.Popen | None = None
        self._requests: socket.socket | None = None

    def start(self) -> None:
        """Start it before the first picture comes, which would otherwise wait for it; returns at once."""
        with self._lock:
            self._start_if_new_here()

    def open(self, path: Path) -> bytes:
        """The process' answer about the picture at `path`, empty when the picture killed its fork.

        Raises:
            OSError: the process cannot be started or reached, or takes too long.
        """
        ours, theirs = socket.socketpair()
        with ours, path.open("rb") as picture:
            with theirs:
                self._send(picture.fileno(), theirs.fileno())
            return _read_all(ours)

    def stop(self) -> None:
        """End the process that this one started, if any."""
        with self._lock:
            self._stop()

    def _send(self, *handles: int) -> None:
        with self._lock:
            self._start_if_new_here()
            try:
                socket.send_fds(self._requests, [b"?"], handles)
            except OSError:
                self._stop()
                self._start()
                socket.send_fds(self._requests, [b"?"], handles)

    def _start_if_new_here(self) -> None:
        # after a fork the inherited process belongs to the parent
        if self._owner != os.getpid():
            self._start()

    def _start(self) -> None:
        self._requests, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                COMMAND,
                stdin=theirs,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env=ENVIRONMENT,
                # Ctrl-C and a supervisor's stop mean the web process, which finishes its uploads first; this one then
                # ends with it
                start_new_session=True,
            )
        self._owner = os.getpid()

    def _stop(self) -> None:
        if self._process is None or self._owner != os.getpid():
            return
        self._requests.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process, self._requests, self._owner = None, None, 0


def _read_all(answer: socket.socket) -> bytes:
    until = time.monotonic() + PATIENCE_SECONDS
    parts: list[bytes] = []
    size = 0
    while size <= MOST_ANSWER_BYTES:
        answer.settimeout(max(until - time.monotonic(), 0.001))
        part = answer.recv(1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)
    raise OSError("The answer has no end.")


picture_process = PictureProcess()
atexit.register(picture_process.stop)
