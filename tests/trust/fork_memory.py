"""How much memory the fork that opens a picture takes: python -m tests.trust.fork_memory FILE... prints a line of JSON
for each.

The very code of `cases.picture_process`, in a fork of a process that holds what that one holds. The kernel counts.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from cases import picture_process


def memory(what: str) -> int:
    """A line of this process' status in bytes: "VmRSS" now, "VmHWM" at most so far."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(f"{what}:"))
    return int(line.split()[1]) * 1024


def measure(path: Path) -> dict:
    """What the fork answered, how much more memory it took at most than at its beginning, and how long."""
    began, ended = os.pipe()
    with tempfile.TemporaryFile() as answer:
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            _open(path, answer.fileno(), ended)
        os.close(ended)
        _, status = os.waitpid(child, 0)
        seconds = time.monotonic() - started
        with open(began) as figures:
            told = figures.read()
        answer.seek(0)
        first = answer.readline()
    facts = json.loads(first) if first else {}
    return {
        "code": facts.get("code", "" if "width" in facts else "unreadable"),
        "grown": int(told) if told else None,
        "status": status,
        "seconds": seconds,
    }


def _open(path: Path, answer: int, figures: int) -> None:
    try:
        # the answer goes through a pipe of its own, because the fork may write no file
        Path("/proc/self/clear_refs").write_text("5")
        before = memory("VmRSS")
        reading, writing = os.pipe()
        handle = os.open(path, os.O_RDONLY)
        if os.fork() == 0:
            os.close(writing)
            with open(reading, "rb") as source:
                os.write(answer, source.read())
            os._exit(0)
        os.close(reading)
        picture_process._serve(handle, writing)
        os.write(figures, str(memory("VmHWM") - before).encode())
        os.wait()
    finally:
        os._exit(0)


def main() -> None:
    """Measure the files that are named."""
    picture_process.Image.preinit()
    for name in sys.argv[1:]:
        sys.stdout.write(json.dumps({"file": name} | measure(Path(name))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
