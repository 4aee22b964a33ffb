"""Pages work offline, without inline script, and without JavaScript where a link can do it."""

import re

from tests.architecture.source import ROOT, files, name


def templates():
    """All our templates with their text."""
    return [(name(f), f.read_text()) for f in files("templates", "cases", "accounts", "analysis", suffix=".html")]


def test_there_are_templates_to_look_at():
    """Else the tests below prove nothing."""
    assert len(templates()) > 10


def test_no_inline_script_or_style():
    """The Content-Security-Policy forbids them; a browser would drop them silently."""
    pattern = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=\"|javascript:", re.I)
    found = [f"{file}: {m.group(0)}" for file, text in templates() if (m := pattern.search(text))]
    assert not found, f"Move it to cases/static/skinlesion/: {found}"


def test_nothing_is_fetched_from_outside():
    """Hospitals are offline."""
    pattern = re.compile(r"(?:src|href|action|@import|url\()\s*=?\s*[\"'(]?\s*(?:https?:)?//", re.I)
    found = [file for file, text in templates() if pattern.search(text)]
    for folder in (ROOT / "cases" / "static").rglob("*"):
        if folder.suffix in (".css", ".js") and pattern.search(folder.read_text()):
            found.append(name(folder))
    assert not found, f"Ship it with the project: {found}"


def test_links_with_htmx_have_a_real_address():
    """Without JavaScript, or in a new tab, the link still leads there."""
    link = re.compile(r"<a\b[^>]*\bhx-[^>]*>", re.S)
    found = [
        f"{file}: {m}" for file, text in templates() for m in link.findall(text) if not re.search(r"\bhref=\"[^\"#]", m)
    ]
    assert not found, f"Give it an href: {found}"
