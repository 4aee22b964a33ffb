"""README and model card say what the manifest says, because the same command writes them."""

import json
import re
from dataclasses import replace

import pytest

from ml.card import BEGIN, DIAGRAMS, DOCUMENTS, END, ROWS, block, diagrams, main, with_block
from ml.manifest import Manifest, read_manifest

README, CARD = (document.read_text() for document in DOCUMENTS[:2])
KINDS = ("everyday", "phone_skin")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.parent.name + "/" + path.name)
def test_the_documents_are_up_to_date(document):
    written = block(read_manifest())
    assert with_block(document.read_text(), written) == document.read_text(), "run: python -m ml.card"


def test_every_figure_stands_in_the_block_with_its_interval():
    manifest = read_manifest()
    written = block(manifest)
    for kind, name, title, digits in ROWS:
        figures = manifest.default(kind).figures
        low, figure, high = (f"{figures[each]:.{digits}f}" for each in (f"{name}_low", name, f"{name}_high"))
        assert f"| {title} | {figure} | {low} to {high} |" in written
        assert float(low) <= float(figure) <= float(high)


def test_another_figure_makes_the_documents_late(monkeypatch, capsys):
    manifest = read_manifest()
    changed = [
        replace(entry, figures={**entry.figures, "bma": 0.123}) if entry.kind == "classifier" else entry
        for entry in manifest.entries
    ]
    monkeypatch.setattr("ml.card.read_manifest", lambda: Manifest(tuple(changed), manifest.defaults, manifest.folder))
    assert main(["--check"]) == 1
    assert "README.md is out of date" in capsys.readouterr().err


def test_the_readme_counts_refusals_as_the_page_of_the_gate_does():
    said = re.search(
        r"of (\d+) everyday photographs kept aside (\d+) are, of (\d+) phone photographs of skin (\d+)", README
    )
    page = (DOCUMENTS[0].parent / "docs/gate.md").read_text()
    rows = [re.search(rf"^\| {kind}, held out \| (\d+) \| \d+ \| (\d+) ", page, re.M) for kind in KINDS]
    assert said.groups() == rows[0].groups() + rows[1].groups()


def test_a_document_without_marks_is_an_error():
    with pytest.raises(ValueError, match="no block"):
        with_block("nothing here", "new")
    assert with_block(f"before {BEGIN} old {END} after", "new") == "before new after"


def test_the_card_names_versions_points_and_licence():
    manifest = read_manifest()
    for kind in ("segmenter", "classifier", "gate"):
        assert f"`{manifest.default(kind).version}`" in CARD
    classifier = manifest.default("classifier")
    assert classifier.default_point in classifier.operating_points
    assert "non-commercial use only" in CARD


def test_every_diagram_that_the_card_shows_is_there():
    shown = re.findall(r"\(\.\./docs/figures/([\w.]+)\)", CARD)
    assert len(shown) >= 4
    for name in shown:
        svg = (DIAGRAMS / name).read_text()
        assert svg.startswith("<svg xmlns="), name
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", ""), "nothing from outside"


def test_diagrams_come_from_an_evaluation():
    bins = [{"low": 0.0, "high": 0.5, "n": 10, "confidence": 0.3, "correct": 0.2}]
    figures = {
        "classification": {
            "roc": {"melanoma": [[0, 0], [1, 1]], "malignant": [[0, 0], [0.2, 0.9], [1, 1]]},
            "reliability": bins,
            "malignant_reliability": bins,
            "risk_coverage": [[0.5, 0.1], [1.0, 0.3]],
        },
        "operating_points": {},
        "verdicts": {"handed_over": {"value": 0.1}, "accuracy_of_kept": {"value": 0.8}},
    }
    drawn = diagrams(json.loads(json.dumps(figures)))
    assert set(drawn) == {"roc.svg", "reliability.svg", "reliability_malignant.svg", "risk_coverage.svg"}
    assert all("<style>" in svg and svg.count("<svg ") == 1 for svg in drawn.values())
