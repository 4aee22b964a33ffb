"""make fuzz: asks every operation of the API hundreds of questions in every role. Exit status 1 if an answer is wrong.

python -m tests.fuzz.gate [--examples 200] [--roles outsider,clinician,admin] [--only /api/patients/]
"""

import argparse
import logging
import os
import sys
import time
import warnings

import django

ROLES = ("outsider", "clinician", "admin")
# tens of thousands of questions in minutes: with the usual limits nearly every answer would be 429
COUNTED = "sign_in_account sign_in_address code reset_account reset_address sign_up_account sign_up_address uploads"
UNLIMITED = ",".join(f"{name}=100000000/1" for name in f"{COUNTED} predictions exports".split())


def main() -> int:
    """Each role in a line, then what was wrong, then the verdict."""
    asked = _ask()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ.setdefault("SKINLESION_LIMITS", UNLIMITED)
    django.setup()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    from django.db import connection

    from tests.fuzz.ask import PHASES, ask
    from tests.fuzz.stock import stock

    connection.creation.create_test_db(verbosity=0)
    people, wrong = stock(), {}
    for role in asked.roles.split(","):
        started = time.monotonic()
        phases = tuple(asked.phases.split(",")) if asked.phases else PHASES
        found = ask(people.get(role), examples=asked.examples, phases=phases, seed=asked.seed, only=asked.only)
        took = time.monotonic() - started
        counts = sorted(found.operations.values())
        _say(
            f"{role}: {len(counts)} operations, {found.requests} requests ({counts[0]} to {counts[-1]} each) in"
            f" {took:.0f} s; {_told(found.phases)}; answers {_told(found.statuses)}; {len(found.wrong)} wrong"
        )
        for (operation, check), words in found.wrong.items():
            _say(f"    {operation} {check}: {words if asked.verbose else words.splitlines()[0]}")
        wrong[role] = found.wrong
    broken = sum(len(found) for found in wrong.values())
    _say(f"{len(wrong)} roles, {broken} wrong answers: {'FAILED' if broken else 'PASSED'}")
    return 1 if broken else 0


def _told(counts) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda pair: str(pair[0])))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _ask() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.gate", description=__doc__)
    parser.add_argument("--examples", type=int, default=200, help="generated requests of each operation")
    parser.add_argument("--roles", default=",".join(ROLES), help="some of them, with commas")
    parser.add_argument("--phases", default="", help="examples, coverage, fuzzing, stateful (default: all)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed asks the same")
    parser.add_argument("--only", default="", help="a regular expression for addresses")
    parser.add_argument("--verbose", action="store_true", help="say how to ask again")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
