"""Pictures with a few bytes changed: whatever they do, the door answers with a picture or with a refusal of its own.

Two hundred of them; `make mutants` tries twenty thousand.
"""

import subprocess
import sys

import pytest

from tests.flows.processes import ROOT
from tests.trust.mutants import mutant, parents, try_mutants
from tests.trust.verdicts import verdict_on


def test_every_parent_is_a_picture():
    assert [number for number, data in enumerate(parents()) if verdict_on(data)[0]] == []


def test_a_mutant_is_the_same_every_time_and_another_than_its_parent():
    assert mutant(4711) == mutant(4711)
    same = sum(mutant(number) == parents()[number % len(parents())] for number in range(200))
    assert same < 10


@pytest.mark.filterwarnings("ignore")  # Pillow warns about tags, in the process that opens pictures too
def test_nothing_escapes_the_door(capfd):
    tally = try_mutants(100_000, 200)
    assert tally.escaped == []
    assert len(tally.door) == 1
    assert tally.codes[""] > 20, "most mutants should get past the first byte"
    assert tally.codes["truncated"] > 50


@pytest.mark.long
def test_nothing_escapes_the_door_in_twenty_thousand():
    done = subprocess.run(
        [sys.executable, "-m", "tests.trust.mutants", "--count", "20000"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
