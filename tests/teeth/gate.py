"""make teeth: breaks one control of the site after another and expects the tests to notice. Exit status 1 if not.

python -m tests.teeth.gate [--only NAME] [--list]

It works in a scratch copy of the working tree; nothing of yours is touched. The tests named in the table must be green
there before anything is broken: tests that are red anyway would notice everything.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.teeth.table import TEETH
from tests.teeth.tooth import Tooth

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 900  # of one run of the tests: a control that is gone may also hang them


def main() -> int:
    """One line a tooth, then the verdict."""
    asked = _ask()
    teeth = [tooth for tooth in TEETH if asked.only.lower() in tooth.name.lower()]
    if asked.list or not teeth:
        _say("\n".join(f"{tooth.name}: {tooth.file}" for tooth in teeth or TEETH))
        return 0 if teeth else 2
    with tempfile.TemporaryDirectory(prefix="skinlesion-teeth-") as folder, ThreadPoolExecutor(asked.jobs) as hands:
        copies = SimpleQueue()
        for number in range(asked.jobs):
            copies.put(_copy(Path(folder) / str(number)))
        tests = sorted({test for tooth in teeth for test in tooth.tests})
        shares = [share for share in (tests[number :: asked.jobs] for number in range(asked.jobs)) if share]
        runs = list(hands.map(lambda share: _in_a_copy(copies, _run, share), shares))
        if red := [told for green, _, told in runs if not green]:
            _say("untouched copy: RED, so nothing can be said about the teeth:\n" + "\n".join(red))
            return 2
        _say("untouched copy: green")
        held = sum(hands.map(lambda tooth: _in_a_copy(copies, _bites, tooth), teeth))
    _say(f"{held} of {len(teeth)} teeth bite: {'PASSED' if held == len(teeth) else 'FAILED'}")
    return 0 if held == len(teeth) else 1


def _in_a_copy(copies: SimpleQueue, do: Callable, what):
    copy = copies.get()
    try:
        return do(copy, what)
    finally:
        copies.put(copy)


def _bites(copy: Path, tooth: Tooth) -> bool:
    """Whether a test fails while the control is gone: by an assertion, not because nothing can be loaded any more."""
    path = copy / tooth.file
    whole = path.read_text(encoding="utf-8")
    try:
        _write(path, tooth.broken(whole))
        green, took, told = _run(copy, tooth.tests, "-x")
    finally:
        _write(path, whole)
    failed = re.search(r"^FAILED (\S+)", told, re.MULTILINE)
    bites = not green and failed is not None
    said = failed.group(1) if failed else ("all tests green" if green else f"no test failed, but: {told[-600:]}")
    _say(f"{'red  ' if bites else 'STAYS GREEN'} {tooth.name} ({took:.0f} s): {said}")
    return bites


def _run(copy: Path, tests, *options: str) -> tuple[bool, float, str]:
    """Green or not, the seconds, and the last of what was printed."""
    started = time.monotonic()
    # tables made from the models, not by all migrations: of a run of seconds that would be more than half
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "--nomigrations", "--tb=line", "-rf", *options, *tests]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    try:
        run = subprocess.run(
            command,
            cwd=copy,
            # nothing compiled may outlive the change that it was compiled from
            env=surroundings | {"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False, time.monotonic() - started, f"no end after {MOST_SECONDS} s"
    return run.returncode == 0, time.monotonic() - started, (run.stdout + run.stderr)[-4000:]


def _copy(folder: Path) -> Path:
    """The working tree as it is, changes and new files too, without what git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    copy = folder / "copy"
    for name in filter(None, listed):
        source = ROOT / name
        if source.is_file() and not source.is_symlink():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy / name)
    # compiled once, and believed only while the hash of the source is the same: half a run's time would be compiling
    compiled = ["-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "."]
    subprocess.run([sys.executable, *compiled], cwd=copy, check=True)
    return copy


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _ask() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.teeth.gate", description=__doc__)
    parser.add_argument("--only", default="", metavar="NAME", help="teeth whose name holds this")
    parser.add_argument("--jobs", type=int, default=min(4, os.cpu_count() or 1), help="copies worked in at once")
    parser.add_argument("--list", action="store_true", help="name them and break nothing")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
