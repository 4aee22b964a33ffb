"""Operating points and verdicts."""

import pytest

from ml.bootstrap import Bootstrap
from ml.columns import Columns
from ml.operating import operating_points, verdicts
from tests.ml.rows import POINTS, row


def parts_of(rows):
    columns = Columns(rows)
    return columns, Bootstrap(columns.of("lesion_id"), 100)


def test_each_point_by_hand():
    """Malignant probabilities: 0.96, 0.42 and 0.03 of melanomas, 0.24 and 0.03 of nevi; one melanoma refused."""
    rows = [row(0, "mel", "mel"), row(1, "mel", "nv", 0.16), row(2, "mel", "nv"), row(3, "mel")]
    rows += [row(4, "nv", "nv", 0.52), row(5, "nv", "nv")]
    points = operating_points(*parts_of(rows), POINTS)
    assert [(name, point["threshold"]) for name, point in points.items()] == [("rule_out", 0.2), ("balanced", 0.5)]
    value = {
        name: {key: found["value"] for key, found in point.items() if key != "threshold"}
        for name, point in points.items()
    }
    assert value["rule_out"] == pytest.approx({"sensitivity": 2 / 3, "specificity": 1 / 2, "ppv": 2 / 3, "npv": 1 / 2})
    assert value["balanced"] == pytest.approx({"sensitivity": 1 / 3, "specificity": 1.0, "ppv": 1.0, "npv": 2 / 4})
    n = {key: points["rule_out"][key]["n"] for key in ("sensitivity", "specificity", "ppv", "npv")}
    assert n == {"sensitivity": 3, "specificity": 2, "ppv": 3, "npv": 2}, "the refused one is in none"


def test_a_probability_at_the_threshold_is_suspicious():
    rows = [row(0, "mel", "nv", 0.6), row(1, "nv", "nv")]
    exactly = Columns(rows).malignant_probability[0]
    assert operating_points(*parts_of(rows), {"here": exactly})["here"]["sensitivity"]["value"] == 1.0


def test_nobody_called_suspicious_has_no_ppv():
    point = operating_points(*parts_of([row(0, "nv", "nv"), row(1, "nv", "nv")]), POINTS)["balanced"]
    assert (point["ppv"]["value"], point["sensitivity"]["value"], point["npv"]["value"]) == (None, None, 1.0)


def test_verdicts_count_everybody_and_say_what_handing_over_gives():
    rows = [row(0, "mel", "mel"), row(1, "mel", "nv"), row(2, "nv", "nv"), row(3, "nv"), row(4, says="nv")]
    rows += [row(5, "mel", "nv", 0.3, verdict="needs_a_person")]
    found = verdicts(*parts_of(rows))
    assert found["counts"] == {
        "malignant": {"suspicious": 1, "needs_a_person": 1, "likely_benign": 1, "refused": 0},
        "benign": {"suspicious": 0, "needs_a_person": 0, "likely_benign": 1, "refused": 1},
        "unlabelled": {"suspicious": 0, "needs_a_person": 0, "likely_benign": 1, "refused": 0},
    }
    value = {name: found[name]["value"] for name in ("handed_over", "accuracy_of_all", "accuracy_of_kept", "missed")}
    expected = {"handed_over": 1 / 5, "accuracy_of_all": 2 / 4, "accuracy_of_kept": 2 / 3, "missed": 1 / 3}
    assert value == pytest.approx(expected)
