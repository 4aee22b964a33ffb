"""What the README says is what the files say."""

import re

from skinlesion.settings.env import BASE_DIR

README = (BASE_DIR / "README.md").read_text()


def test_every_make_target_it_names_exists():
    """And every one of the Makefile is in its help."""
    makefile = (BASE_DIR / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):.*##", makefile, re.M))
    assert set(re.findall(r"^make (\w+)", README, re.M)) <= targets
    assert targets == {
        "help",
        "run",
        "test",
        "mutants",
        "corpus",
        "check",
        "fix",
        "demo",
        "train",
        "convert",
        "evaluate",
        "bench",
        "brokers",
        "chaos",
        "fuzz",
        "teeth",
        "clean",
    }


def test_every_file_it_names_exists():
    """Links and folders."""
    named = re.findall(r"\]\(([\w./-]+)\)|^\| `([\w./-]+/|[\w./-]+\.md)` \|", README, re.M)
    paths = [link or folder for link, folder in named]
    assert len(paths) > 5
    assert [path for path in paths if not (BASE_DIR / path).exists()] == []
