"""Weights of one give the plain figures; whole numbers give those of pictures listed that often."""

import numpy as np
import pytest

from ml.metrics import auc, balanced_accuracy
from ml.weighted_metrics import (
    confusion,
    weighted_auc,
    weighted_bma,
    weighted_f1,
    weighted_macro_f1,
    weighted_mean,
    weighted_median,
)

random = np.random.default_rng(5)
WEIGHTS = np.vstack([np.ones(200, int), random.integers(0, 4, (3, 200))])
SCORES = np.round(random.random(200), 1)  # many ties
POSITIVE = random.random(200) < 0.3
TRUTH, PREDICTED = random.integers(0, 7, 200), random.integers(0, 8, 200)


@pytest.mark.parametrize("row", range(4))
def test_a_weight_is_a_number_of_copies(row):
    copies = np.repeat(np.arange(200), WEIGHTS[row])
    weights = WEIGHTS.astype(float)
    assert weighted_auc(SCORES, POSITIVE, weights)[row] == pytest.approx(auc(SCORES[copies], POSITIVE[copies]))
    bma = balanced_accuracy(PREDICTED[copies], TRUTH[copies], 7)
    assert weighted_bma(TRUTH, PREDICTED, weights)[row] == pytest.approx(bma)
    assert weighted_mean(SCORES, weights)[row] == pytest.approx(SCORES[copies].mean())
    values = random.permutation(200) / 7
    assert weighted_median(values, weights)[row] == pytest.approx(np.median(values[copies]))


def test_macro_f1_by_hand():
    """Class 0: two of three found, one false alarm, F1 4/6. Class 1: one of two, one false alarm, F1 2/4."""
    truth, predicted = np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 0])
    assert weighted_macro_f1(truth, predicted, np.ones((1, 5)))[0] == pytest.approx((4 / 6 + 2 / 4) / 2)


def test_no_answer_is_a_miss_and_nobodys_false_alarm():
    truth, predicted = np.array([0, 0, 1]), np.array([0, 7, 1])
    assert weighted_macro_f1(truth, predicted, np.ones((1, 3)))[0] == pytest.approx((2 / 3 + 1) / 2)
    counts = confusion(truth, predicted, np.ones((1, 3)), 7)[0]
    assert counts.shape == (7, 8)
    assert (counts[0, 0], counts[0, 7], counts[1, 1]) == (1, 1, 1)


def test_a_class_that_does_not_occur_is_left_out_of_the_means():
    truth, predicted = np.array([0, 0, 1]), np.array([0, 2, 1])
    assert weighted_bma(truth, predicted, np.ones((1, 3)))[0] == pytest.approx(0.75)
    assert weighted_macro_f1(truth, predicted, np.ones((1, 3)))[0] == pytest.approx((2 / 3 + 1) / 2)


def test_f1_of_a_class_that_neither_occurs_nor_is_given_is_not_a_number():
    nobody = np.zeros(4, bool)
    assert np.isnan(weighted_f1(nobody, nobody, np.ones((1, 4)))[0])
    assert weighted_f1(~nobody, ~nobody, np.ones((1, 4)))[0] == 1.0


def test_a_refused_picture_is_worst_for_the_median():
    assert weighted_median(np.array([1.0, 2.0, np.inf]), np.ones((1, 3)))[0] == 2.0
    assert np.isnan(weighted_median(np.array([1.0, np.inf, np.inf]), np.ones((1, 3)))[0])


def test_one_group_has_no_auc():
    assert np.isnan(weighted_auc(SCORES, np.ones(200, bool), np.ones((1, 200)))[0])
