"""The report of a story as its reader gets it: the PDF's words by pdftotext, its pages by pdftoppm."""

import json
from pathlib import Path

from django.conf import settings
from PIL import Image
from playwright.sync_api import Page

from tests.cases.report.printed import images_of, pages_of, text_of


def report_of(page: Page, folder: Path) -> tuple[bytes, str]:
    """The PDF that the case's page links to, and its text in one line."""
    link = page.get_by_role("link", name="PDF of the report")
    answer = page.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body(), " ".join(text_of(answer.body(), folder).split())


def report_is_preliminary(page: Page, folder: Path) -> None:
    """Before the signature every page says so."""
    assert "PRELIMINARY" in report_of(page, folder)[1]


def report_is_whole(page: Page, folder: Path, *, says: list[str], pictures: int) -> None:
    """After it: the words, the networks by the hash of their weights, the pictures; no page is blank."""
    pdf, text = report_of(page, folder)
    assert "PRELIMINARY" not in text
    networks = json.loads((settings.WEIGHTS_DIR / "manifest.json").read_text())
    unbroken = text.replace(" ", "")
    hashes = [sha for sha in _hashes(networks) if sha in unbroken]
    assert len(hashes) >= 2, "the networks' weights are named by their hash"
    for words in says:
        assert words in text, text
    assert images_of(pdf, folder) >= pictures
    pages = pages_of(pdf, folder)
    assert pages
    for file in pages:
        with Image.open(file) as printed:
            counted = printed.convert("L").histogram()
            ink = sum(counted[:200]) / sum(counted)
            assert 0.002 < ink < 0.9, f"{file.name}: {ink:.1%} of the page is printed"
    with Image.open(pages[0]) as first:
        assert first.convert("RGB").getcolors(256) is None, "a photograph has more colours than a text"


def _hashes(node: object) -> list[str]:
    if isinstance(node, dict):
        return [sha for value in node.values() for sha in _hashes(value)]
    if isinstance(node, list):
        return [sha for value in node for sha in _hashes(value)]
    return [node] if isinstance(node, str) and len(node) == 64 else []
