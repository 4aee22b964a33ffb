"""The figures as lines for people at a terminal."""

from ml.diagnoses import CODES
from ml.report.numbers import gathered, interval_text

_WIDTH = 24


def table_of(figures: dict) -> str:
    """One figure a line with its 95 % interval; sections without labels or masks are left out."""
    refusals = ", ".join(f"{code} {n}" for code, n in figures["refusals"].items())
    pictures = f"{figures['n']} of {figures['lesions']} lesions ({figures['refused']} refused"
    lines = [_line("pictures", f"{pictures}{': ' + refusals if refusals else ''})")]
    lines.append(_figure("passed the gate", gathered(figures["gate"], "pass_rate")))
    if segmentation := figures["segmentation"]:
        lines += [
            _figure("mean IoU", gathered(segmentation, "mean_iou")),
            _figure("mean Dice", gathered(segmentation, "mean_dice")),
            _figure("thresholded Jaccard", gathered(segmentation, "thresholded_jaccard")),
            _figure("boundary error, median", gathered(segmentation, "boundary_error_percent"), "% of the diameter", 2),
        ]
    if classification := figures["classification"]:
        named = ("BMA", "bma"), ("accuracy", "accuracy"), ("macro F1", "macro_f1"), ("melanoma AUC", "melanoma_auc")
        for title, name in (*named, ("malignant AUC", "malignant_auc"), ("ECE (15 bins)", "ece")):
            lines.append(_figure(title, gathered(classification, name)))
        for name, point in figures["operating_points"].items():
            lines.append(_line(f"{name} ({point['threshold']:.3f})", _point(point)))
        for code in CODES:
            found = classification["per_class"][code]
            lines.append(_figure(f"sensitivity {code}", found["sensitivity"], f"of {found['n']}"))
    handed_over = figures["verdicts"]["handed_over"]
    lines.append(_figure("handed to a person", handed_over))
    if classification:
        lines.append(_figure("accuracy on the rest", figures["verdicts"]["accuracy_of_kept"]))
    if explanation := figures["explanation"]:
        lines.append(_figure("map's energy inside", gathered(explanation, "energy_inside")))
    return "\n".join(lines)


def _point(point: dict) -> str:
    return ", ".join(
        f"{title} {_number(point[key]['value'], 3)} of {point[key]['n']}"
        for title, key in (
            ("sensitivity", "sensitivity"),
            ("specificity", "specificity"),
            ("PPV", "ppv"),
            ("NPV", "npv"),
        )
    )


def _figure(title: str, found: dict, after: str = "", digits: int = 4) -> str:
    interval = interval_text(found, digits=digits)
    shown = [_number(found["value"], digits), f"({interval})" if interval else "", after]
    return _line(title, " ".join(part for part in shown if part))


def _number(value: float | None, digits: int) -> str:
    return "not defined" if value is None else f"{value:.{digits}f}"


def _line(title: str, text: str) -> str:
    return f"{title:<{_WIDTH}}{text}"
