"""The report's sections; each is "" where the pictures carry nothing for it."""

from html import escape

from ml.report.charts import named, overlap_chart, reliability_chart, risk_coverage_chart, roc_chart
from ml.report.numbers import decimal, gathered, interval_text, percent
from ml.report.tables import (
    cell,
    class_table,
    confusion_table,
    mask_table,
    point_table,
    subgroup_table,
    table,
    verdict_table,
)

_SUBGROUPS = {"age": "age in years", "sex": "sex", "site": "body site", "source": "source"}
_FRACTIONS = (
    ("handed_over", "answered pictures handed to a person"),
    ("accuracy_of_all", "diagnosis right, all answered"),
    ("accuracy_of_kept", "diagnosis right, without those handed over"),
    ("missed", "answered malignant ones called likely benign"),
)


def decisions(figures: dict) -> str:
    """Verdicts and operating points."""
    parts = f"<h3>Verdicts</h3>{verdict_table(figures['verdicts']['counts'])}"
    if points := figures["operating_points"]:
        parts += (
            f"<h3>Operating points: malignant or not</h3>{point_table(points, figures['default_point'])}"
            '<p class="note">Refused pictures have no probability and are left out. PPV and NPV hold for the share of '
            "malignant lesions among these pictures, not for a clinic.</p>"
        )
    return _section("Decisions", parts)


def diagnoses(figures: dict) -> str:
    """Confusion matrix, ROC, one row a diagnosis."""
    classification = figures["classification"]
    if not classification:
        return ""
    words = '<b class="first">malignant</b> against benign, <b class="second">melanoma</b> against the rest'
    blocks = [
        ("Confusion matrix", confusion_table(classification["confusion"])),
        ("ROC", _figure(roc_chart(classification, figures["operating_points"]), words)),
    ]
    return _section("Diagnoses", _pair(blocks) + f"<h3>Each diagnosis</h3>{class_table(classification['per_class'])}")


def probabilities(figures: dict) -> str:
    """Reliability, and whether the doubt is where the mistakes are."""
    classification, verdicts = figures["classification"], figures["verdicts"]
    if not classification:
        return ""
    leading = reliability_chart(classification["reliability"], "leading diagnosis", "right")
    risk = reliability_chart(classification["malignant_reliability"], "malignant", "malignant")
    bins = f"{classification['bins']} bins; bars: pictures per bin"
    kept = table(["fraction", ""], [[title, cell(verdicts[name])] for name, title in _FRACTIONS])
    curve = _figure(risk_coverage_chart(classification, verdicts), f"area {_in_words(classification, 'aurc')}")
    blocks = [
        ("Leading diagnosis", _figure(leading, f"ECE {_in_words(classification, 'ece')}, {bins}")),
        ("Malignant probability", _figure(risk, f"ECE {_in_words(classification, 'malignant_ece')}, {bins}")),
        ("Risk and coverage: the most uncertain pictures go first", curve),
        ("What handing over gives", kept),
    ]
    return _section("Honest probabilities", _pair(blocks))


def masks(figures: dict) -> str:
    """How well the masks fit, and whether the network looks at the lesion."""
    segmentation, explanation = figures["segmentation"], figures["explanation"]
    blocks = []
    if segmentation:
        chart = _figure(overlap_chart(segmentation["iou_histogram"]), "a refused picture counts as 0")
        blocks = [("Overlap", chart), ("Masks", mask_table(segmentation))]
    if explanation:
        words = (
            f"{_in_words(explanation, 'energy_inside', percent)} of the map's energy lies inside the lesion found, "
            f"which covers {percent(explanation['lesion_area'])} of the picture (means over {explanation['n']:,} "
            "pictures). A map that looks anywhere would reach the second number."
        )
        title, beside = blocks.pop() if blocks else ("", "")
        heading = "What the network looks at"
        blocks.append((title, f"{beside}<h3>{heading}</h3><p>{words}</p>") if title else (heading, f"<p>{words}</p>"))
    return _section("Masks and maps", _pair(blocks)) if blocks else ""


def gate(figures: dict) -> str:
    """How many pictures were let through, and why the others were not."""
    rows = [[escape(code), str(n), percent(n / figures["n"])] for code, n in figures["refusals"].items()]
    refused = table(["reason", "pictures", "share"], rows) if rows else "<p>No picture was refused.</p>"
    return _section(
        "Gate", f"<p>{_in_words(figures['gate'], 'pass_rate', percent)} of the pictures passed.</p>{refused}"
    )


def subgroups(figures: dict) -> str:
    """Figures by age, sex, body site and source."""
    tables = "".join(
        f"<h3>By {_SUBGROUPS[kind]}</h3>{subgroup_table(_SUBGROUPS[kind], groups)}"
        for kind, groups in figures["subgroups"].items()
    )
    words = (
        f"Sensitivity and specificity at the operating point in use ({escape(named(figures['default_point']))}). A "
        "figure of fewer than 20 pictures is not shown; for the AUC the smaller of its two groups counts."
    )
    return _section("Subgroups", f'<p class="note">{words}</p>{tables}') if tables else ""


def _section(title: str, content: str) -> str:
    return f"<section><h2>{title}</h2>{content}</section>"


def _pair(blocks: list[tuple[str, str]]) -> str:
    """Blocks beside each other where there is room."""
    return f'<div class="pair">{"".join(f"<div><h3>{title}</h3>{content}</div>" for title, content in blocks)}</div>'


def _figure(chart: str, words: str) -> str:
    if not chart:
        return "<p>Not defined for these pictures.</p>"
    return f"<figure>{chart}<figcaption>{words}</figcaption></figure>"


def _in_words(section: dict, name: str, write=decimal) -> str:
    """A figure with its interval in brackets."""
    found = gathered(section, name)
    interval = interval_text(found, *((100, 1) if write is percent else (1, 3)))
    return f"{write(found['value'])}{f' ({interval})' if interval else ''}"
