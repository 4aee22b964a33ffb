"""The report's tables."""

from html import escape

from ml.diagnoses import CODES, MALIGNANT, NAMES
from ml.operating import VERDICTS
from ml.report.charts import named
from ml.report.numbers import NOTHING, decimal, gathered, interval_text, percent
from ml.report.plot import interval_bar

VERDICT_NAMES = {
    "suspicious": "suspicious",
    "needs_a_person": "needs a person",
    "likely_benign": "likely benign",
    "refused": "refused",
}

_SUBGROUP_COLUMNS = (
    ("pass_rate", "passed the gate", percent),
    ("mean_iou", "mean IoU", decimal),
    ("accuracy", "accuracy", percent),
    ("malignant_auc", "malignant AUC", decimal),
    ("sensitivity", "sensitivity", percent),
    ("specificity", "specificity", percent),
)


def table(head: list[str], rows: list[list[str]], caption: str = "", kind: str = "") -> str:
    """A table that scrolls sideways where the screen is narrow; cells are markup, the first one names the row."""
    titles = "".join(f'<th scope="col">{title}</th>' for title in head)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>' for first, *rest in rows
    )
    words = f"<caption>{caption}</caption>" if caption else ""
    return (
        f'<div class="scroll" tabindex="0"><table class="{kind}">{words}<thead><tr>{titles}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def cell(found: dict, write=percent, with_n: bool = True) -> str:
    """A figure with its interval and what it is a fraction of; "too few" where there are."""
    if found.get("too_few"):
        return f'<span class="few">too few</span><small>n = {found["n"]}</small>' if found["n"] else NOTHING
    if found["value"] is None:
        return NOTHING
    scale, digits = (100, 1) if write is percent else (1, 3)
    interval = interval_text(found, scale, digits)
    n = f"n&nbsp;=&nbsp;{found['n']}" if with_n else ""
    notes = "".join(f"<small>{note}</small>" for note in (interval, n) if note)
    return f"{write(found['value'])}{interval_bar(found)}{notes}"


def confusion_table(counts: list[list[int]]) -> str:
    """Truth down, answer across; the shade is the share of the row."""
    head = ["true", *CODES, "refused", "n"]
    rows = []
    for code, row in zip(CODES, counts, strict=True):
        total = sum(row)
        cells = [_shaded(count, total, place == CODES.index(code)) for place, count in enumerate(row)]
        rows.append([f'<abbr title="{escape(NAMES[code])}">{code}</abbr>', *cells, str(total)])
    return table(
        head, rows, "Rows: true diagnosis. Columns: most probable diagnosis. Shade: share of the row.", "confusion"
    )


def _shaded(count: int, total: int, right: bool) -> str:
    share = count / total if total else 0
    kind = "right" if right else "wrong"
    dark = " dark" if share > 0.55 else ""
    return f'<span class="shade {kind}{dark}" style="--share:{share:.3f}">{count or "·"}</span>'


def class_table(per_class: dict[str, dict]) -> str:
    """One row a diagnosis."""
    head = ["diagnosis", "n", "sensitivity", "specificity", "PPV", "F1", "AUC"]
    rows = [
        [
            f"{code}<small>{escape(NAMES[code])}{' (malignant)' if code in MALIGNANT else ''}</small>",
            str(found["n"]),
            cell(found["sensitivity"], with_n=False),
            cell(found["specificity"], with_n=False),
            cell(found["ppv"]),
            cell(found["f1"], decimal, with_n=False),
            cell(found["auc"], decimal, with_n=False),
        ]
        for code, found in per_class.items()
    ]
    return table(head, rows, kind="wide")


def point_table(points: dict[str, dict], default: str) -> str:
    """One row an operating point."""
    head = ["operating point", "threshold", "sensitivity", "specificity", "PPV", "NPV"]
    rows = [
        [
            f"{escape(named(name))}{'<small>in use</small>' if name == default else ''}",
            decimal(point["threshold"]),
            *(cell(point[measure]) for measure in ("sensitivity", "specificity", "ppv", "npv")),
        ]
        for name, point in points.items()
    ]
    return table(head, rows, kind="wide")


def verdict_table(counts: dict[str, dict[str, int]]) -> str:
    """What the program said to malignant and to benign pictures."""
    rows = []
    for group, row in counts.items():
        total = sum(row.values())
        cells = [f"{row[verdict]}<small>{percent(row[verdict] / total)}</small>" for verdict in VERDICTS]
        rows.append([f"{group if group == 'unlabelled' else 'truly ' + group}", *cells, str(total)])
    return table(["", *(VERDICT_NAMES[verdict] for verdict in VERDICTS), "n"], rows)


def subgroup_table(title: str, groups: list[dict]) -> str:
    """One row a group; columns in which nobody has a figure are left out."""
    columns = [column for column in _SUBGROUP_COLUMNS if any(group.get(column[0], {}).get("n") for group in groups)]
    head = [escape(title), "n", *(name for _, name, _ in columns)]
    rows = [
        [
            f"{escape(group['name'])}<small>{group['lesions']} lesions</small>",
            str(group["n"]),
            *(cell(group[key], write) for key, _, write in columns),
        ]
        for group in groups
    ]
    return table(head, rows, kind="wide")


def mask_table(segmentation: dict) -> str:
    """The figures of the segmentation."""
    names = {"mean_iou": "mean IoU", "mean_dice": "mean Dice", "thresholded_jaccard": "thresholded Jaccard"}
    rows = [[title, cell(gathered(segmentation, name), decimal, with_n=False)] for name, title in names.items()]
    error = gathered(segmentation, "boundary_error_percent")
    shown = NOTHING if error["value"] is None else f"{error['value']:.2f}&nbsp;% of the lesion's diameter"
    rows.append(["median boundary error", f"{shown}<small>{interval_text(error, digits=2)}</small>"])
    return table(["figure", f"n = {segmentation['n']}"], rows)
