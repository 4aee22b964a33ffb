"""The report: one HTML file that needs nothing else, on any screen and on paper."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from ml.report.cards import mistakes_section
from ml.report.cautions import cautions
from ml.report.numbers import decimal, gathered, interval_text, percent
from ml.report.pictures import Mistake
from ml.report.plot import interval_bar
from ml.report.sections import decisions, diagnoses, gate, masks, probabilities, subgroups

STYLESHEET = Path(__file__).with_name("report.css")
_MOST_ERRORS = 200
_TILES = (
    ("classification", "bma", "balanced accuracy (BMA)", decimal),
    ("classification", "malignant_auc", "malignant or not, AUC", decimal),
    ("classification", "melanoma_auc", "melanoma AUC", decimal),
    ("classification", "macro_f1", "macro F1", decimal),
    ("classification", "ece", "calibration error (ECE)", decimal),
    ("segmentation", "mean_iou", "mask, mean IoU", decimal),
    ("segmentation", "mean_dice", "mask, mean Dice", decimal),
    ("gate", "pass_rate", "passed the gate", percent),
)


def page(figures: dict, wrong: Sequence[Mistake] = (), poor_masks: Sequence[Mistake] = ()) -> str:
    """The report's HTML.

    Args:
        figures: what `ml.evaluate` wrote to figures.json.
        wrong: diagnoses to show as pictures.
        poor_masks: masks to show as pictures.
    """
    parts = [
        _head(figures),
        _cautions(figures),
        _tiles(figures),
        decisions(figures),
        diagnoses(figures),
        probabilities(figures),
        masks(figures),
        gate(figures),
        subgroups(figures),
        mistakes_section(wrong, poor_masks),
        _notes(figures),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Evaluation: {escape(figures['data'])}, {escape(figures['split'])}</title>"
        f"<style>{STYLESHEET.read_text(encoding='utf-8')}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )


def _head(figures: dict) -> str:
    pictures = f"{figures['n']:,} pictures of {figures['lesions']:,} lesions, {figures['refused']:,} refused"
    split = "all splits" if figures["split"] == "all" else f"split {figures['split']}"
    facts = {"data": f"{figures['data']}, {split}", "pictures": pictures, "date": figures["date"]}
    shown = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts.items())
    for model in figures["models"]:
        kind, version, sha256 = (escape(model[name]) for name in ("kind", "version", "sha256"))
        shown += f"<div><dt>{kind}</dt><dd>{version}<small>sha256 {sha256}</small></dd></div>"
    return (
        '<header><p class="kind">Evaluation report</p>'
        f"<h1>{escape(figures['data'])} <span>{escape(figures['split'])}</span></h1>"
        f'<dl>{shown}</dl><p class="command"><code>{escape(figures["command"])}</code></p></header>'
    )


def _cautions(figures: dict) -> str:
    sentences = "".join(f"<li>{escape(sentence)}</li>" for sentence in cautions(figures))
    if errors := figures["errors"]:
        listed = "".join(f"<li>{escape(error)}</li>" for error in errors[:_MOST_ERRORS])
        if len(errors) > _MOST_ERRORS:
            listed += f"<li>and {len(errors) - _MOST_ERRORS} more, in figures.json</li>"
        rows = "One row or file" if len(errors) == 1 else f"{len(errors)} rows or files"
        words = f"{rows} could not be used as given"
        sentences += f"<li><details><summary>{words}</summary><ul>{listed}</ul></details></li>"
    return f"<aside><h2>Before you read the figures</h2><ul>{sentences}</ul></aside>" if sentences else ""


def _tiles(figures: dict) -> str:
    tiles = ""
    for section, name, title, write in _TILES:
        if not figures[section]:
            continue
        found = gathered(figures[section], name)
        interval = interval_text(found, *((100, 1) if write is percent else (1, 3))) or "no interval"
        tiles += (
            f"<li><span>{title}</span><b>{write(found['value'])}</b>{interval_bar(found)}<small>{interval}</small></li>"
        )
    return f'<section><h2>In short</h2><ul class="tiles">{tiles}</ul></section>'


def _notes(figures: dict) -> str:
    return (
        '<section class="notes"><h2>How the figures are made</h2>'
        f"<p>Intervals: 95 %, from {figures['resamples']:,} bootstrap resamples of lesions, not pictures (percentile "
        "method); where all or none of the pictures are hits, Wilson's interval over the lesions. The diagnosis is the "
        "most probable one after calibration. A refused picture counts as a missed diagnosis (BMA, accuracy, macro F1, "
        "sensitivity of each diagnosis) and as IoU 0; curves, calibration, operating points, specificity and AUC leave "
        "it out, because it has no probability.</p>"
        "<p>BMA: mean sensitivity over the diagnoses that occur. Thresholded Jaccard: mean IoU, below 0.65 counts 0. "
        "Boundary error: mean distance between the two borders in % of the diameter of a circle of the lesion's area; "
        "the median counts a refused picture as worst. ECE: expected calibration error. A dash: not defined for these "
        "pictures.</p></section>"
    )
