"""The table of `make teeth` cannot rot: each guard still stands where the table says, and its tests are still there."""

import ast
from pathlib import Path

import pytest

from tests.teeth.table import TEETH
from tests.teeth.tooth import Tooth

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("tooth", TEETH, ids=lambda tooth: tooth.name)
def test_the_guard_stands_where_the_table_says(tooth):
    source = (ROOT / tooth.file).read_text(encoding="utf-8")

    broken = tooth.broken(source)  # raises where the guard is gone, or stands there twice: name it anew in the table

    assert ast.dump(ast.parse(broken)) != ast.dump(ast.parse(source)), "only words would change, and no control"


@pytest.mark.parametrize("tooth", TEETH, ids=lambda tooth: tooth.name)
def test_its_tests_are_there(tooth):
    assert tooth.tests
    for test in tooth.tests:
        assert (ROOT / test.partition("::")[0]).exists(), f"{test} is gone: name the test that guards it now"


def test_no_control_is_broken_twice():
    names = [tooth.name for tooth in TEETH]
    assert sorted(set(names)) == sorted(names)
    cuts = [(tooth.file, tooth.text, tooth.instead) for tooth in TEETH]
    assert len(set(cuts)) == len(cuts)
    assert len(TEETH) >= 20


@pytest.mark.parametrize("source", ["", "guard()\nguard()\n"])
def test_a_guard_that_is_gone_or_not_the_only_one_is_said(source):
    with pytest.raises(ValueError, match="the gate: gate.py has this"):
        Tooth("the gate", "gate.py", "guard()", "pass", ("tests",)).broken(source)
