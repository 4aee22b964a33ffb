"""From answers to the figures of a report."""

import numpy as np
import pytest

from ml.diagnoses import CODES
from ml.figures import Answers, table_of

FULL = np.ones((4, 4), bool)
HALF = FULL.copy()
HALF[2:] = False


def sure_of(code: str, probability: float = 0.94) -> list[float]:
    rest = (1 - probability) / 6
    return [probability if other == code else rest for other in CODES]


@pytest.fixture
def answers() -> Answers:
    """Two melanomas (one missed), two nevi, one refused."""
    answers = Answers()
    answers.add(CODES.index("mel"), FULL, FULL, sure_of("mel"))
    answers.add(CODES.index("mel"), FULL, HALF, sure_of("nv"))
    answers.add(CODES.index("nv"), FULL, FULL, sure_of("nv"))
    answers.add(CODES.index("nv"), HALF, HALF, sure_of("bkl"))
    answers.add_refusal(CODES.index("bcc"), "too_dark")
    return answers


def test_a_refusal_counts_against_the_pipeline(answers):
    figures = answers.figures(0.5)
    assert (figures["n"], figures["refused"], figures["refusals"]) == (5, 1, {"too_dark": 1})
    assert figures["segmentation"]["mean_iou"] == pytest.approx((1 + 0.5 + 1 + 1 + 0) / 5)
    assert figures["segmentation"]["thresholded_jaccard"] == pytest.approx(3 / 5)
    assert figures["classification"]["sensitivity_per_class"]["bcc"] == 0.0
    assert figures["classification"]["bma"] == pytest.approx((0.5 + 0.5 + 0) / 3)
    assert figures["classification"]["accuracy"] == pytest.approx(2 / 5)


def test_curves_and_operating_point_leave_refusals_out(answers):
    figures = answers.figures(0.5)
    assert figures["operating_point"]["n_malignant"] == 2
    assert figures["operating_point"]["sensitivity"] == 0.5
    assert figures["operating_point"]["specificity"] == 1.0
    assert figures["classification"]["melanoma_auc"] == pytest.approx((2 + 1) / 4)


def test_the_fitted_threshold_reaches_its_sensitivity(answers):
    threshold = answers.threshold(1.0)
    assert answers.figures(threshold)["operating_point"]["sensitivity"] == 1.0


def test_the_fitted_certainty_is_reached_by_its_fraction(answers):
    answers.certainties = [0.5 + 0.005 * step for step in range(100)]
    for passing in (1.0, 0.9):
        assert (np.array(answers.certainties) >= answers.certainty(passing)).mean() >= passing
    assert answers.certainty(0.9) > answers.certainty(1.0)


def test_the_table_says_the_same(answers):
    table = table_of(answers.figures(0.5))
    assert "5 (1 refused" in table
    assert "mean IoU               0.7000" in table
    assert "sensitivity mel        0.5000 of 2" in table


def test_only_refusals_give_no_number_instead_of_a_crash():
    answers = Answers()
    answers.add_refusal(0, "empty")
    figures = answers.figures(0.5)
    assert np.isnan(figures["classification"]["malignant_auc"])
    assert "nan" in table_of(figures)
