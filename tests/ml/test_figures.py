"""From answers to the figures of a report."""

import json
from dataclasses import replace
from time import perf_counter

import pytest

from ml.figures import figures_of, flat_figures
from tests.ml.rows import POINTS, many, row


def mask(iou: float) -> dict[str, float]:
    return {"iou": iou, "dice": 2 * iou / (1 + iou), "boundary_error": 100 * (1 - iou)}


def figures_with(rows, times=200):
    return figures_of(rows, POINTS, "rule_out", times)


@pytest.fixture
def figures():
    """Two melanomas (one missed), two nevi (one called keratosis), one carcinoma refused."""
    return figures_with(
        [
            row(0, "mel", "mel", **mask(1.0)),
            row(1, "mel", "nv", **mask(0.5)),
            row(2, "nv", "nv", **mask(1.0)),
            row(3, "nv", "bkl", **mask(1.0)),
            row(4, "bcc", iou=0.0, dice=0.0, boundary_error=float("inf")),
        ]
    )


def test_a_refusal_counts_against_the_pipeline(figures):
    assert (figures["n"], figures["refused"], figures["refusals"]) == (5, 1, {"too_dark": 1})
    assert figures["segmentation"]["mean_iou"] == pytest.approx((1 + 0.5 + 1 + 1 + 0) / 5)
    assert figures["segmentation"]["thresholded_jaccard"] == pytest.approx(3 / 5)
    classification = figures["classification"]
    assert classification["per_class"]["bcc"]["sensitivity"]["value"] == 0.0
    assert classification["bma"] == pytest.approx((0.5 + 0.5 + 0) / 3)
    assert classification["accuracy"] == pytest.approx(2 / 5)
    assert classification["macro_f1"] == pytest.approx((2 / 3 + 2 / 4 + 0) / 3)
    assert figures["gate"]["pass_rate"] == pytest.approx(0.8)


def test_curves_and_calibration_leave_refusals_out(figures):
    classification = figures["classification"]
    assert (classification["n"], classification["n_answered"], classification["n_malignant"]) == (5, 4, 2)
    assert classification["melanoma_auc"] == pytest.approx((2 + 1) / 4)
    assert classification["ece"] == pytest.approx(0.94 - 0.5)
    assert classification["risk_coverage"][-1] == (1.0, 0.5)


def test_the_median_counts_a_refusal_as_worst(figures):
    assert figures["segmentation"]["boundary_error_percent"] == 0.0
    errors = [row(n, "nv", "nv", boundary_error=float(n + 1), iou=0.9, dice=0.9) for n in range(3)]
    refused = [row(n, "nv", boundary_error=float("inf"), iou=0.0, dice=0.0) for n in (3, 4)]
    assert figures_with(errors + refused)["segmentation"]["boundary_error_percent"] == 3.0


def test_the_confusion_matrix_has_a_column_for_refused(figures):
    confusion = figures["classification"]["confusion"]
    assert (len(confusion), len(confusion[0])) == (7, 8)
    assert (confusion[4][4], confusion[4][5], confusion[5][2], confusion[1][7]) == (1, 1, 1, 1)
    assert sum(map(sum, confusion)) == 5


def test_every_figure_lies_in_its_interval():
    figures = figures_with(many())
    names = ("bma", "accuracy", "macro_f1", "melanoma_auc", "malignant_auc", "ece", "aurc")
    pairs = [("classification", name) for name in names] + [
        ("segmentation", "mean_iou"),
        ("explanation", "lesion_area"),
    ]
    for section, name in pairs:
        found = figures[section]
        assert found[f"{name}_low"] <= found[name] + 1e-9, name
        assert found[f"{name}_high"] >= found[name] - 1e-9, name
    assert figures["classification"]["bma_low"] < figures["classification"]["bma_high"]


@pytest.mark.parametrize(
    ("rows", "absent"),
    [
        ([], ("segmentation", "classification", "operating_points", "explanation")),
        ([row(0, "nv"), row(1, "mel")], ("segmentation", "explanation")),
        ([row(0, says="nv"), row(1, says="mel")], ("segmentation", "classification", "operating_points")),
        ([row(n, "nv", "nv", **mask(0.9)) for n in range(3)], ()),
    ],
    ids=["no picture", "all refused", "no label and no mask", "one class"],
)
def test_what_is_not_known_is_none_and_json_can_say_it(rows, absent):
    figures = figures_with(rows)
    assert [name for name in figures if figures[name] is None] == list(absent)
    json.dumps(figures, allow_nan=False)


def test_all_refused_is_nothing_right_and_no_curve():
    classification = figures_with([row(0, "nv"), row(1, "mel")])["classification"]
    assert (classification["bma"], classification["accuracy"]) == (0.0, 0.0)
    assert (classification["malignant_auc"], classification["ece"]) == (None, None)
    assert (classification["roc"]["malignant"], classification["reliability"]) == ([], [])


def test_one_class_has_no_auc():
    classification = figures_with([row(n, "nv", "nv") for n in range(3)])["classification"]
    assert (classification["malignant_auc"], classification["bma"]) == (None, 1.0)


def test_pictures_of_one_lesion_widen_the_intervals():
    """Eight pictures of a lesion that are all right or all wrong are one fact, not eight."""
    alone = [row(n, "nv", "nv" if n // 8 % 2 else "mel") for n in range(160)]
    together = [replace(answer, lesion_id=f"L{n // 8}") for n, answer in enumerate(alone)]
    narrow, wide = (figures_with(rows)["classification"] for rows in (alone, together))
    assert narrow["accuracy"] == wide["accuracy"] == 0.5
    assert wide["accuracy_high"] - wide["accuracy_low"] > 2 * (narrow["accuracy_high"] - narrow["accuracy_low"])


def test_a_thousand_resamples_take_seconds():
    started = perf_counter()
    figures = figures_of(many(1500), POINTS, "rule_out")
    assert figures["resamples"] == 1000
    assert perf_counter() - started < 30


def test_the_manifest_gets_flat_numbers_with_intervals():
    flat = flat_figures({"split": "test", **figures_with(many())})
    assert {"mean_iou", "mean_dice_low", "thresholded_jaccard_high", "boundary_error_percent"} < set(flat["segmenter"])
    names = {"bma", "accuracy", "melanoma_auc", "malignant_auc", "macro_f1", "ece", "bma_low", "ece_high"}
    points = {
        f"{point}_{name}" for point in POINTS for name in ("sensitivity", "specificity", "ppv", "npv_low", "npv_n")
    }
    assert names | points | {"handed_over", "energy_inside"} < set(flat["classifier"])
    for table in flat.values():
        assert (table["split"], table["n"], table["refused"]) == ("test", 240, 6)
        assert all(isinstance(value, float | int | str) for value in table.values())


def test_the_manifest_gets_nothing_that_is_not_defined():
    flat = flat_figures({"split": "all", **figures_with([row(n, "nv", "nv") for n in range(3)])})
    assert "malignant_auc" not in flat["classifier"]
    assert flat["segmenter"] == {"split": "all", "n": 3, "refused": 0}
