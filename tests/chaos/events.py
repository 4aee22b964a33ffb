"""What happens to the site: a random sequence that the seed decides, with every sort of event in it."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from tests.chaos.site import ChaosSite
from tests.flows.processes import Process

Event = Callable[["Chaos"], str]


@dataclass
class Chaos:
    """The hand that does it. `pause_seconds`: how long Redis hangs."""

    site: ChaosSite
    rng: random.Random
    pause_seconds: float
    _waking: threading.Timer | None = None

    def kill_child(self) -> str:
        """SIGKILL to a process that analyses; its parent starts another."""
        name = self.rng.choice(self.site.worker_names)
        with suppress(FileNotFoundError, IndexError, ProcessLookupError):
            os.kill(self.rng.choice(self.site.supervisor.running(name).children()), signal.SIGKILL)
        return f"a child of {name} killed"

    def kill_worker(self) -> str:
        """SIGKILL to a worker and everything it started, as a machine that loses its power."""
        name = self.rng.choice(self.site.worker_names)
        self.site.supervisor.running(name).kill_group()
        return f"{name} killed"

    def kill_parent(self) -> str:
        """SIGKILL to a worker's first process alone, as the kernel does where memory is short."""
        name = self.rng.choice(self.site.worker_names)
        with suppress(ProcessLookupError):
            self.site.supervisor.running(name).signal(signal.SIGKILL)
        return f"the parent of {name} killed"

    def kill_reconciler(self) -> str:
        """SIGKILL to the process that loses nothing."""
        self.site.supervisor.running("reconciler").kill_group()
        return "reconciler killed"

    def wipe_queue(self) -> str:
        """Every message is gone; Redis is killed and comes back empty a second or two later."""
        if self.site.redis_port:
            self._wake()
            self.site.redis.kill_group()
            time.sleep(self.rng.uniform(1, 2.5))
            self.site.redis = self.site.start_redis()
            return "Redis killed, wiped, started"
        for message in (self.site.folder / "queue" / "messages").glob("*.msg"):
            message.unlink(missing_ok=True)
        return "queue folder wiped"

    def pause_redis(self) -> str:
        """It accepts connections and answers nothing; the other events go on."""
        self._wake()
        self.site.redis.signal(signal.SIGSTOP)
        self._waking = threading.Timer(self.pause_seconds, self._continue, [self.site.redis])
        self._waking.start()
        return f"Redis paused for {self.pause_seconds:.0f} s"

    def restart_postgres(self) -> str:
        """All connections are cut, and for a second nobody can make one."""
        crash = self.rng.random() < 0.5
        self.site.postgres.restart(crash=crash)
        return f"PostgreSQL {'crashed and started' if crash else 'restarted'}"

    def end(self) -> None:
        """Wait until the last pause is over."""
        if self._waking:
            self._waking.join()

    def _wake(self) -> None:
        # one trouble with Redis at a time
        if self._waking:
            self._waking.cancel()
            self._continue(self.site.redis)

    @staticmethod
    def _continue(redis: Process) -> None:
        if redis.popen.poll() is None:
            redis.signal(signal.SIGCONT)


EVERYWHERE = (Chaos.kill_child, Chaos.kill_worker, Chaos.kill_parent, Chaos.kill_reconciler, Chaos.wipe_queue)
WITH_SERVERS = (Chaos.pause_redis, Chaos.restart_postgres)


def draw_events(count: int, *, rng: random.Random, servers: bool) -> list[tuple[float, Event]]:
    """(seconds to wait before it, event); each sort once, as far as `count` allows, and then any."""
    sorts = list(EVERYWHERE + (WITH_SERVERS if servers else ()))
    rng.shuffle(sorts)
    events = [sorts[n] if n < len(sorts) else rng.choice(sorts) for n in range(count)]
    rng.shuffle(events)
    return [(rng.uniform(1, 7), event) for event in events]
