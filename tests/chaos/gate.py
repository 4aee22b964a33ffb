"""make chaos: tries on a real site that nothing is lost, nothing is doubled and nobody waits. Exit status 1 if not.

python -m tests.chaos.gate --seeds 3 --jobs 160 [--backend sqlite]
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import django


def main() -> int:
    """Each seed in a line, then the verdict."""
    asked = _ask()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.chaos.own_postgres import find_missing

    if asked.backend == "servers" and (missing := find_missing()):
        _say(f"{missing}; try --backend sqlite")
        return 2
    broken = 0
    for seed in range(asked.first, asked.first + asked.seeds):
        folder = Path(tempfile.mkdtemp(prefix=f"skinlesion-chaos-{seed}-"))
        try:
            problems = _try_in(folder, seed, asked)
        except AssertionError as broken_off:
            problems = [f"broken off: {broken_off}"]
            _say(f"seed {seed} BROKEN: {problems[0]}")
        if problems:
            broken += 1
            _say(f"        logs are kept in {folder}")
        else:
            shutil.rmtree(folder)
    _say(f"{asked.seeds - broken} of {asked.seeds} seeds kept every promise: {'FAILED' if broken else 'PASSED'}")
    return 1 if broken else 0


def _try_in(folder: Path, seed: int, asked: argparse.Namespace) -> list[str]:
    from tests.chaos.promises import broken_promises
    from tests.chaos.run_rolling import run_rolling
    from tests.chaos.run_seed import run_seed

    started = time.monotonic()
    how = {name: getattr(asked, name) for name in ("jobs", "backend", "networks", "slowest")}
    if asked.rolling:
        running = run_rolling(folder, seed=seed, times=asked.rolling, **how)
    else:
        running = run_seed(folder, seed=seed, events=asked.events or max(8, asked.jobs // 8), **how)
    with running as run:
        problems = broken_promises(run)
        took = time.monotonic() - started
        _say(f"seed {seed} {'BROKEN' if problems else 'kept'} in {took:.0f} s: {run.summary()}")
        for line in problems + (run.happened if problems or asked.verbose else []):
            _say(f"        {line}")
    return problems


def _ask() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.gate", description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="how many")
    parser.add_argument("--first", type=int, default=1, help="the first of them")
    parser.add_argument("--jobs", type=int, default=160, help="pictures of each seed")
    parser.add_argument("--events", type=int, help="how often something happens (default: once in eight pictures)")
    parser.add_argument("--rolling", type=int, default=0, help="instead of chaos: replace every process so many times")
    parser.add_argument("--backend", choices=["servers", "sqlite"], default="servers")
    parser.add_argument("--networks", choices=["real", "stand-in"], default="real")
    parser.add_argument("--slowest", type=float, default=2.5, help="seconds that a request may take")
    parser.add_argument("--verbose", action="store_true", help="name the events of each seed")
    return parser.parse_args()


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
