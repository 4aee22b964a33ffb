"""Writes the manifest's figures into the documents: python -m ml.card [--check] [--figures FIGURES.json]

README and model card carry one block each, between two marks; nobody types a figure. With --figures, the file that an
evaluation wrote, the diagrams of the model card are drawn again too.
"""

import argparse
import json
import sys
from pathlib import Path

from ml.manifest import Manifest, ModelEntry, read_manifest
from ml.report.charts import reliability_chart, risk_coverage_chart, roc_chart
from ml.report.page import STYLESHEET

ROOT = Path(__file__).parent.parent
DOCUMENTS = (ROOT / "README.md", ROOT / "ml" / "README.md")
DIAGRAMS = ROOT / "docs" / "figures"
BEGIN, END = "<!-- figures: written by python -m ml.card -->", "<!-- end of figures -->"

ROWS: tuple[tuple[str, str, str, int], ...] = (
    ("segmenter", "mean_iou", "mean IoU", 3),
    ("segmenter", "mean_dice", "mean Dice", 3),
    ("segmenter", "thresholded_jaccard", "thresholded Jaccard (IoU below 0.65 counts 0)", 3),
    ("segmenter", "boundary_error_percent", "median boundary error, % of the lesion's diameter", 2),
    ("classifier", "bma", "balanced accuracy over seven classes (BMA)", 3),
    ("classifier", "macro_f1", "macro F1", 3),
    ("classifier", "accuracy", "accuracy", 3),
    ("classifier", "melanoma_auc", "melanoma AUC", 3),
    ("classifier", "malignant_auc", "malignant (akiec, bcc, mel) against benign, AUC", 3),
    ("classifier", "ece", "calibration error of the leading diagnosis (ECE, 15 bins)", 3),
    ("classifier", "malignant_ece", "calibration error of the malignant probability", 3),
    ("classifier", "energy_inside", "part of the explanation's energy inside the mask", 3),
)
MEASURES = ("sensitivity", "specificity", "ppv", "npv")


def block(manifest: Manifest) -> str:
    """The tables as Markdown, marks included."""
    entries = {kind: manifest.default(kind) for kind in ("segmenter", "classifier")}
    lines = [BEGIN, "", "| version | figure | on `test` | 95 % interval |", "|---|---|---|---|"]
    for kind, name, title, digits in ROWS:
        entry = entries[kind]
        figure = f"{entry.figures[name]:.{digits}f} | {_interval(entry, name, digits)}"
        lines.append(f"| `{entry.version}` | {title} | {figure} |")
    lines += ["", "| operating point | sensitivity | specificity | PPV | NPV |", "|---|---|---|---|---|"]
    classifier = entries["classifier"]
    for point, threshold in classifier.operating_points.items():
        used = ", in use" if point == classifier.default_point else ""
        cells = [f"{_measure(classifier, f'{point}_{measure}')}" for measure in MEASURES]
        lines.append(f"| {point.replace('_', ' ')}: {threshold:.3f}{used} | {' | '.join(cells)} |")
    figures = classifier.figures
    lines += [
        "",
        f"`test` has {figures['n']:,} pictures, of which {figures['refused']} are refused; a refused picture counts as "
        f"IoU 0 and as a missed diagnosis. Of the answered ones {figures['handed_over']:.1%} get the verdict "
        '"needs a person".',
        "",
        END,
    ]
    return "\n".join(lines)


def _interval(entry: ModelEntry, name: str, digits: int) -> str:
    return f"{entry.figures[f'{name}_low']:.{digits}f} to {entry.figures[f'{name}_high']:.{digits}f}"


def _measure(entry: ModelEntry, name: str) -> str:
    return f"{entry.figures[name]:.3f} ({_interval(entry, name, 3)}), n {entry.figures[f'{name}_n']}"


def with_block(text: str, written: str) -> str:
    """The document with its block replaced.

    Raises:
        ValueError: the document has no marks.
    """
    if BEGIN not in text or END not in text:
        raise ValueError(f"the document has no block between {BEGIN!r} and {END!r}")
    return text[: text.index(BEGIN)] + written + text[text.index(END) + len(END) :]


def diagrams(figures: dict) -> dict[str, str]:
    """File name -> SVG that needs no page around it, of an evaluation's figures.json."""
    classification = figures["classification"]
    drawn = {
        "roc": roc_chart(classification, figures["operating_points"]),
        "reliability": reliability_chart(classification["reliability"], "leading diagnosis", "right"),
        "reliability_malignant": reliability_chart(classification["malignant_reliability"], "malignant", "malignant"),
        "risk_coverage": risk_coverage_chart(classification, figures["verdicts"]),
    }
    opening = '<svg xmlns="http://www.w3.org/2000/svg" width="440" height="320" '
    style = f"<style>{STYLESHEET.read_text(encoding='utf-8')} svg {{ background: #fff; }}</style>"
    return {
        f"{name}.svg": svg.replace("<svg ", opening, 1).replace(">", f">{style}", 1) + "\n"
        for name, svg in drawn.items()
        if svg
    }


def main(arguments: list[str] | None = None) -> int:
    """Write the blocks. Exit code 1 with --check where a document says something else."""
    parser = argparse.ArgumentParser(prog="python -m ml.card", description="Writes the figures into the documents.")
    parser.add_argument("--check", action="store_true", help="change nothing, say which document is out of date")
    parser.add_argument("--figures", type=Path, help="figures.json of an evaluation, to draw the diagrams from")
    args = parser.parse_args(arguments)
    written, late = block(read_manifest()), []
    for document in DOCUMENTS:
        text = document.read_text()
        if with_block(text, written) != text:
            late.append(document)
    if args.check:
        for document in late:
            print(f"{document.relative_to(ROOT)} is out of date: run python -m ml.card", file=sys.stderr)
        return 1 if late else 0
    for document in late:
        document.write_text(with_block(document.read_text(), written))
    if args.figures:
        DIAGRAMS.mkdir(parents=True, exist_ok=True)
        for name, svg in diagrams(json.loads(args.figures.read_text())).items():
            (DIAGRAMS / name).write_text(svg)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
