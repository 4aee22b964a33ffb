"""Calibration and uncertainty on answers that can be worked out by hand."""

import numpy as np
import pytest

from ml.probabilities import calibrated, softmax, uncertainty_of

NO_SHIFT = np.zeros(3)


def test_softmax_sums_to_one_however_large_the_logits():
    given = softmax(np.array([[1e4, 0.0, -1e4], [0.0, 0.0, 0.0]]))
    assert given.sum(axis=1) == pytest.approx([1, 1])
    assert given[1] == pytest.approx([1 / 3] * 3)


def test_a_temperature_above_one_makes_modest_and_keeps_the_order():
    logits = np.array([2.0, 1.0, 0.0])
    hot, cold = calibrated(logits, 3.0, NO_SHIFT), calibrated(logits, 0.5, NO_SHIFT)
    assert hot.max() < softmax(logits).max() < cold.max()
    assert list(np.argsort(hot)) == list(np.argsort(cold))


def test_the_shift_multiplies_the_odds():
    given = calibrated(np.zeros(3), 1.0, np.log([6.0, 3.0, 1.0]))
    assert given == pytest.approx([0.6, 0.3, 0.1])


@pytest.mark.parametrize(
    ("views", "expected"),
    [
        ([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]], 0.0),
        ([[1 / 3] * 3, [1 / 3] * 3], 1.0),
        ([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], np.log(2) / np.log(3)),
    ],
    ids=["certain", "no idea", "views contradict each other"],
)
def test_uncertainty(views, expected):
    assert uncertainty_of(np.array(views)) == pytest.approx(expected, abs=1e-9)
