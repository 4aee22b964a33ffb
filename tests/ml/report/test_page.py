"""The report: complete, self-contained, and readable where something is missing."""

import re
from html.parser import HTMLParser

import pytest

from ml.figures import figures_of
from ml.report.page import page
from ml.report.pictures import Mistake
from tests.ml.rows import POINTS, many, row

FACTS = {
    "data": "clinic & sons",
    "split": "test",
    "date": "2026-03-01",
    "command": "python -m ml.evaluate --split test",
    "models": [{"kind": "classifier", "version": "classifier-9.9.9", "sha256": "ab" * 32}],
    "errors": ["metadata.csv line 7: the diagnosis '<b>scc</b>' is none of the seven."],
}
MISTAKE = Mistake("ISIC_0000001", "mel", "nv", 0.97, "likely_benign", 0.42, b"\xff\xd8\xff")
VOID = {"meta", "img", "br", "link", "input"}


class Balance(HTMLParser):
    """Every tag is closed in order; collects what is asked from elsewhere."""

    def __init__(self):
        super().__init__()
        self.open, self.outside, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        asked = [value for name, value in attrs if name in ("src", "href", "action", "data", "srcset")]
        self.outside += [value for value in asked if not value.startswith("data:image/jpeg;base64,")]

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def read(rows, **more):
    figures = {**FACTS, **figures_of(rows, POINTS, "rule_out", 50)}
    html = page(figures, **more)
    parsed = Balance()
    parsed.feed(html)
    assert parsed.open == [], "every tag is closed"
    assert parsed.outside == [], "nothing is asked from elsewhere"
    assert not re.search(r"url\(|@import|<script|https?://", html)
    return html, " ".join(parsed.text)


def test_it_says_what_was_judged_and_how():
    html, text = read(many())
    for fact in (
        "clinic & sons",
        "240 pictures of 240 lesions, 6 refused",
        "2026-03-01",
        "classifier-9.9.9",
        "ab" * 32,
    ):
        assert fact in text
    assert "python -m ml.evaluate --split test" in text
    assert "the diagnosis '<b>scc</b>'" in text
    assert "<b>scc" not in html, "what comes from a file is text, not markup"


@pytest.mark.parametrize(
    "title", ["Confusion matrix", "ROC", "Each diagnosis", "Honest probabilities", "Risk and coverage"]
)
def test_it_has_every_section(title):
    html, _ = read(many())
    assert title in html


def test_it_shows_the_figures_of_the_json():
    rows = many()
    figures = figures_of(rows, POINTS, "rule_out", 50)
    _, text = read(rows)
    for name in ("bma", "malignant_auc", "melanoma_auc", "macro_f1", "ece"):
        assert f"{figures['classification'][name]:.3f}" in text
    point = figures["operating_points"]["balanced"]["sensitivity"]
    assert f"{100 * point['value']:.1f}\u00a0%" in text
    assert f"{100 * point['low']:.1f}–{100 * point['high']:.1f}" in text


def test_too_few_are_said_instead_of_a_number():
    rows = [row(n, "nv", "nv", sex="male" if n < 5 else "female") for n in range(40)]
    html, _ = read(rows)
    assert '<span class="few">too few</span><small>n = 5</small>' in html


@pytest.mark.parametrize(
    "rows",
    [
        [row(0, "nv"), row(1, "mel")],
        [row(0, says="nv"), row(1, says="mel")],
        [row(n, "nv", "nv") for n in range(3)],
        [row(0, "mel", "mel", iou=0.9, dice=0.95, boundary_error=1.0)],
    ],
    ids=["all refused", "no label and no mask", "one class", "one picture"],
)
def test_little_is_shown_as_little(rows):
    _, text = read(rows)
    assert "nan" not in re.sub("[a-z]*nan[a-z]+", "", text.lower())
    assert "None" not in text
    assert f"Only {len(rows)} pictures" in text


def test_pictures_are_inside_the_file():
    html, text = read(many(), wrong=[MISTAKE], poor_masks=[MISTAKE])
    assert html.count("data:image/jpeg;base64,/9j/") == 2
    assert "likely benign" in text
    assert "IoU 0.42" in text
    assert "Worst mistakes" not in read(many())[1]
