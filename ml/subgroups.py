"""Does it work for everybody? The figures by age, sex, body site and source."""

import numpy as np

from ml.bootstrap import Bootstrap, Figure
from ml.columns import Columns
from ml.weighted_metrics import weighted_auc, weighted_mean

# Fewer pictures than this say nothing about a group; printing a number would invite reading it.
FEWEST = 20

NOT_STATED = "not stated"
AGE_BANDS = ((0, 20), (20, 40), (40, 60), (60, 80), (80, 200))


def subgroups(columns: Columns, bootstrap: Bootstrap, threshold: float | None) -> dict[str, list[dict]]:
    """Figures of each group.

    Args:
        columns: the answers.
        bootstrap: of the same pictures.
        threshold: malignant probability of the operating point in use; None leaves sensitivity and specificity out.

    Returns:
        age, sex, site and source -> groups: name, n, lesions and figures, each with its own n (for the AUC that of the
        smaller of its two groups) and "too_few" instead of a value below `FEWEST`. Nothing where nobody knows.
    """
    kinds = {
        "age": np.array([age_band(age) for age in columns.of("age").tolist()], str),
        "sex": _stated(columns.of("sex")),
        "site": _stated(columns.of("site")),
        "source": _stated(columns.of("source")),
    }
    found = {}
    for kind, names in kinds.items():
        groups = sorted(set(names.tolist()) - {NOT_STATED}, key=lambda name, names=names: _place(kind, name, names))
        if groups:
            found[kind] = [_group(columns, bootstrap, threshold, names, name) for name in [*groups, NOT_STATED]]
            found[kind] = [group for group in found[kind] if group["n"]]
    return found


def age_band(age: float) -> str:
    """The band of twenty years that an age in years falls in."""
    for low, high in AGE_BANDS:
        if low <= age < high:
            return f"{low}-{high - 1}" if high < 200 else f"{low} and older"
    return NOT_STATED


def _place(kind: str, name: str, names: np.ndarray) -> tuple[int, str]:
    """Ages in order, everything else by size, then by name."""
    return (int(name.split("-")[0].split()[0]) if kind == "age" else -int((names == name).sum())), name


def _stated(values: np.ndarray) -> np.ndarray:
    return np.array([value or NOT_STATED for value in values.tolist()], str)


def _group(columns: Columns, bootstrap: Bootstrap, threshold: float | None, names: np.ndarray, name: str) -> dict:
    here = names == name
    labelled = here & columns.labelled
    judged = labelled & columns.answered
    positive, negative = judged & columns.malignant, judged & ~columns.malignant
    overlaps = columns.of("iou")
    masked = here & ~np.isnan(overlaps)
    with np.errstate(invalid="ignore"):
        called = columns.malignant_probability >= (np.nan if threshold is None else threshold)
    figures = {
        "pass_rate": (here, lambda: bootstrap.proportion(columns.answered, here)),
        "mean_iou": (masked, lambda: bootstrap.figure(weighted_mean, masked, overlaps)),
        "accuracy": (labelled, lambda: bootstrap.proportion(columns.correct, labelled)),
        "malignant_auc": (
            min(positive, negative, key=np.sum),
            lambda: bootstrap.figure(weighted_auc, judged, columns.malignant_probability, columns.malignant),
        ),
        "sensitivity": (positive, lambda: bootstrap.proportion(called, positive)),
        "specificity": (negative, lambda: bootstrap.proportion(~called, negative)),
    }
    if threshold is None:
        del figures["sensitivity"], figures["specificity"]
    lesions = len(np.unique(bootstrap.lesions[here]))
    shown = {key: _unless_too_few(int(among.sum()), make) for key, (among, make) in figures.items()}
    return {"name": name, "n": int(here.sum()), "lesions": lesions, **shown}


def _unless_too_few(n: int, make) -> dict:
    if n < FEWEST:
        return {**Figure(np.nan, np.nan, np.nan, n).as_json(), "too_few": True}
    return {**make().as_json(), "n": n, "too_few": False}
