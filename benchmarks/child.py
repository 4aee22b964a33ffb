"""Programs that are measured from outside, each in a process of its own: they answer one JSON line to each of ours."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parents[1]


class Child:
    """A process that was started and says when it has its first result.

    start_seconds: from the start of the process to its first result. memory: its peak so far, in MB.
    """

    def __init__(self, module: str, *arguments: str, **environment: str):
        started = perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            env={**os.environ, **environment},
        )
        self.first = self._read()
        self.start_seconds = perf_counter() - started

    @property
    def memory(self) -> float:
        """Peak of the process' memory so far, in MB (resident set)."""
        return peak_memory(self.process.pid)

    def tell(self, question: object) -> None:
        """Sends a question; the answer is read with `hear`, so that several processes can work at the same time."""
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict:
        """The answer to the oldest question."""
        return self._read()

    def ask(self, question: object) -> dict:
        """Sends a question and waits for its answer."""
        self.tell(question)
        return self.hear()

    def end(self) -> None:
        """Ends the process."""
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def _read(self) -> dict:
        line = self.process.stdout.readline()
        if not line:
            self.end()
            raise RuntimeError(f"{' '.join(self.process.args[2:])} ended with {self.process.returncode}")
        return json.loads(line)


def peak_memory(pid: int | str = "self") -> float:
    """The largest resident set of a process so far in MB; 0.0 on systems without /proc."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1000


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Seconds by the clock, and of the processor, which other programs on the machine change less."""
    clock, processor = perf_counter(), process_time()
    work()
    return {"clock": perf_counter() - clock, "processor": process_time() - processor}


def answer_questions(first: object, questions: Iterable[str], answer: Callable[[dict], dict]) -> None:
    """The child's side: says that it is ready, then answers line by line until nobody asks any more."""
    print(json.dumps(first), flush=True)
    for line in questions:
        print(json.dumps(answer(json.loads(line))), flush=True)
