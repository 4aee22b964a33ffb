"""Files: short, named after a sentence, free of what only one machine knows."""

import re

import pytest

from tests.architecture.source import APPS, ROOT, files, name

VAGUE = {"utils", "helpers", "common", "misc", "tools"}


def test_no_file_is_above_300_lines():
    """Giants grow in models, views and the biggest noun's test."""
    long = {name(f): n for f in files() if (n := len(f.read_text().splitlines())) > 300}
    assert not long, f"Split by noun or verb: {long}"


def test_no_file_has_a_vague_name():
    """A name that fits everything collects everything."""
    vague = [name(f) for f in files() if f.stem in VAGUE or "_and_" in f.stem]
    assert not vague, f"Name the file after the sentence it says: {vague}"


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "NotImplementedError"])
def test_nothing_is_left_for_later(word):
    """What is not done is an issue or a line in the closing note, never a stub."""
    found = [name(f) for f in files(*APPS, "benchmarks") if re.search(rf"\b{word}\b", f.read_text())]
    assert not found, f"Finish it, or open an issue: {found}"


def test_environment_is_read_in_one_place():
    """Every variable stands in the table with type, default and reason; the science runs without Django."""
    allowed = {
        "skinlesion/settings/env.py",
        "ml/dataset.py",
    }  # ml runs without Django: --data falls back on SKINLESION_DATA
    setdefault_only = re.compile(r"os\.environ(?!\.setdefault)|os\.getenv")
    found = [name(f) for f in files(*APPS) if setdefault_only.search(f.read_text()) and name(f) not in allowed]
    assert not found, f"Add the variable to skinlesion/settings/env.py and read it from the settings: {found}"


def test_requirements_are_pinned_and_say_why():
    """An upgrade is a decision; a library without a reason is a liability."""
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / file).read_text().splitlines():
            if line and not line.startswith(("#", "-r ")):
                assert re.match(r"^[A-Za-z0-9_\[\]-]+==\S+", line), f"{file}: pin exactly: {line}"
                assert "#" in line, f"{file}: say why it is here: {line}"


def test_print_is_for_command_lines():
    """Web and workers log; only ml's and benchmarks' command lines print."""
    found = [
        name(f)
        for f in files("skinlesion", "accounts", "cases", "analysis")
        if re.search(r"^\s*print\(", f.read_text(), re.M)
    ]
    assert not found, f"Use logging: {found}"


def test_tests_do_not_replace_our_own_code():
    """A mocked collaborator proves the mock."""
    found = [
        name(f)
        for f in files("tests")
        if re.search(r"unittest\.mock|MagicMock|mocker\b", f.read_text()) and f.stem != "test_files"
    ]
    assert not found, f"Use the real thing, or pass a function in: {found}"
