"""SECURITY.md and the pages below docs/trust name what is there, and promise no law."""

import re
from pathlib import Path

import pytest

from skinlesion.settings.env import BASE_DIR

PAGES = [BASE_DIR / "SECURITY.md", *sorted((BASE_DIR / "docs" / "trust").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_target_it_names_exists(page: Path):
    text = page.read_text()
    named = re.findall(r"`((?:accounts|analysis|cases|deploy|docs|ml|skinlesion|tests)/[\w./-]*)`", text)
    makefile = (BASE_DIR / "Makefile").read_text()

    assert [path for path in named if not (BASE_DIR / path).exists()] == []
    assert [link for link in _links(text) if not (page.parent / link).exists()] == []
    for target in re.findall(r"`make ([a-z-]+)", text):
        assert re.search(rf"^{target}:", makefile, re.M), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_law_is_said_to_be_fulfilled(page: Path):
    """Whoever runs the site answers for that; a page can only say what is tested."""
    assert not re.search(r"\b(compliant|complies|certified|conforms to|GDPR|HIPAA|MDR)\b", page.read_text(), re.I)


def _links(text: str) -> list[str]:
    return [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if not link.startswith("http")]
