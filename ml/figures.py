"""From the table of answers to the figures of a report. Degenerate cases are decided here and in `ml.metrics`.

A refused picture counts against the pipeline: its mask as IoU 0, its diagnosis as missed. Only curves, operating points
and calibration leave it out, because it has no probability.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ml.answers import Answer
from ml.bootstrap import TIMES, Bootstrap, Figure
from ml.calibration_metrics import BINS, reliability, risk_coverage, weighted_aurc, weighted_ece
from ml.columns import Columns
from ml.diagnoses import CODES
from ml.metrics import roc_curve
from ml.operating import operating_points, verdicts
from ml.subgroups import subgroups
from ml.weighted_metrics import (
    confusion,
    weighted_auc,
    weighted_bma,
    weighted_f1,
    weighted_macro_f1,
    weighted_mean,
    weighted_median,
)

# ISIC 2018: a mask below this IoU would have to be redrawn.
REDRAWN = 0.65


def figures_of(answers: Sequence[Answer], points: dict[str, float], default_point: str, times: int = TIMES) -> dict:
    """Every figure of the report, ready for JSON.

    Args:
        answers: one per picture.
        points: name of each operating point -> malignant probability from which on a picture is suspicious.
        default_point: the name of the one in use.
        times: bootstrap resamples by lesion.

    Returns:
        A section is None where the pictures carry no labels or masks for it, a figure None where it is not defined.
        NAME_low and NAME_high are the 95 % interval of NAME.
    """
    columns = Columns(answers)
    bootstrap = Bootstrap(columns.of("lesion_id"), times)
    return {
        "n": len(columns),
        "lesions": len(set(columns.of("lesion_id").tolist())),
        "refused": int((~columns.answered).sum()),
        "refusals": dict(Counter(answer.refusal for answer in columns.answers if answer.refusal).most_common()),
        "resamples": times,
        "gate": {"n": len(columns), **spread(pass_rate=bootstrap.proportion(columns.answered, columns.everyone))},
        "segmentation": _segmentation(columns, bootstrap),
        "classification": _classification(columns, bootstrap),
        "operating_points": operating_points(columns, bootstrap, points) if columns.labelled.any() else None,
        "default_point": default_point,
        "verdicts": verdicts(columns, bootstrap),
        "explanation": _explanation(columns, bootstrap),
        "subgroups": subgroups(columns, bootstrap, points.get(default_point)),
    }


def spread(**figures: Figure) -> dict[str, float | None]:
    """NAME, NAME_low and NAME_high of each figure."""
    flat = {}
    for name, figure in figures.items():
        found = figure.as_json()
        flat |= {name: found["value"], f"{name}_low": found["low"], f"{name}_high": found["high"]}
    return flat


def _segmentation(columns: Columns, bootstrap: Bootstrap) -> dict | None:
    overlaps, errors = columns.of("iou"), columns.of("boundary_error")
    masked = ~np.isnan(overlaps)
    if not masked.any():
        return None
    kept = np.where(overlaps < REDRAWN, 0.0, overlaps)
    counts, _ = np.histogram(overlaps[masked], bins=20, range=(0, 1))
    return {
        "n": int(masked.sum()),
        **spread(
            mean_iou=bootstrap.figure(weighted_mean, masked, overlaps),
            mean_dice=bootstrap.figure(weighted_mean, masked, columns.of("dice")),
            thresholded_jaccard=bootstrap.figure(weighted_mean, masked, kept),
            boundary_error_percent=bootstrap.figure(weighted_median, masked, errors),
        ),
        "iou_histogram": counts.tolist(),
    }


def _classification(columns: Columns, bootstrap: Bootstrap) -> dict | None:
    labelled, truth, predicted = columns.labelled, columns.truth, columns.predicted
    if not labelled.any():
        return None
    judged = labelled & columns.answered
    melanoma, malignant = truth == CODES.index("mel"), columns.malignant
    scores = {"melanoma": columns.probabilities[:, CODES.index("mel")], "malignant": columns.malignant_probability}
    uncertainty = columns.of("uncertainty")
    ranked = judged & ~np.isnan(uncertainty)
    counts = confusion(truth[labelled], predicted[labelled], np.ones((1, labelled.sum())), len(CODES))[0]
    return {
        "n": int(labelled.sum()),
        "n_answered": int(judged.sum()),
        "n_melanoma": int((judged & melanoma).sum()),
        "n_malignant": int((judged & malignant).sum()),
        "bins": BINS,
        **spread(
            bma=bootstrap.figure(weighted_bma, labelled, truth, predicted),
            accuracy=bootstrap.proportion(columns.correct, labelled),
            macro_f1=bootstrap.figure(weighted_macro_f1, labelled, truth, predicted),
            melanoma_auc=bootstrap.figure(weighted_auc, judged, scores["melanoma"], melanoma),
            malignant_auc=bootstrap.figure(weighted_auc, judged, scores["malignant"], malignant),
            ece=bootstrap.figure(weighted_ece, judged, columns.confidence, columns.correct),
            malignant_ece=bootstrap.figure(weighted_ece, judged, scores["malignant"], malignant),
            aurc=bootstrap.figure(weighted_aurc, ranked, uncertainty, columns.correct),
        ),
        "per_class": {code: _one_class(columns, bootstrap, index) for index, code in enumerate(CODES)},
        "confusion": counts.astype(int).tolist(),
        "roc": {
            "melanoma": roc_curve(scores["melanoma"][judged], melanoma[judged]),
            "malignant": roc_curve(scores["malignant"][judged], malignant[judged]),
        },
        "reliability": reliability(columns.confidence[judged], columns.correct[judged]),
        "malignant_reliability": reliability(scores["malignant"][judged], malignant[judged]),
        "risk_coverage": risk_coverage(uncertainty[ranked], columns.correct[ranked]),
    }


def _one_class(columns: Columns, bootstrap: Bootstrap, index: int) -> dict:
    is_it, called = columns.truth == index, columns.predicted == index
    labelled, judged = columns.labelled, columns.labelled & columns.answered
    found = {
        "sensitivity": bootstrap.proportion(called, is_it),
        "specificity": bootstrap.proportion(~called, judged & ~is_it),
        "ppv": bootstrap.proportion(is_it, labelled & called),
        "f1": bootstrap.figure(weighted_f1, labelled, is_it, called),
        "auc": bootstrap.figure(weighted_auc, judged, columns.probabilities[:, index], is_it),
    }
    return {"n": int(is_it.sum()), **{name: figure.as_json() for name, figure in found.items()}}


def _explanation(columns: Columns, bootstrap: Bootstrap) -> dict | None:
    energy = columns.of("energy_inside")
    explained = ~np.isnan(energy)
    if not explained.any():
        return None
    return {
        "n": int(explained.sum()),
        **spread(
            energy_inside=bootstrap.figure(weighted_mean, explained, energy),
            energy_inside_median=bootstrap.figure(weighted_median, explained, energy),
            lesion_area=bootstrap.figure(weighted_mean, explained, columns.of("area_fraction")),
        ),
    }


def flat_figures(figures: dict) -> dict[str, dict[str, float | int | str]]:
    """The figures as the manifest keeps them: one flat table per kind of network, without what is not defined."""
    shared = {name: figures[name] for name in ("split", "n", "refused") if name in figures}
    flat = {"segmenter": dict(figures["segmentation"] or {}), "classifier": dict(figures["classification"] or {})}
    for name, point in (figures["operating_points"] or {}).items():
        for measure in ("sensitivity", "specificity", "ppv", "npv"):
            found = point[measure]
            flat["classifier"] |= {
                f"{name}_{measure}": found["value"],
                f"{name}_{measure}_low": found["low"],
                f"{name}_{measure}_high": found["high"],
                f"{name}_{measure}_n": found["n"],
            }
    if figures["verdicts"]["handed_over"]["value"] is not None:
        flat["classifier"]["handed_over"] = figures["verdicts"]["handed_over"]["value"]
    flat["classifier"] |= {name: value for name, value in (figures["explanation"] or {}).items() if name != "n"}
    return {
        kind: {**{name: value for name, value in table.items() if isinstance(value, float | int)}, **shared}
        for kind, table in flat.items()
    }
