"""What is fitted on val, on answers whose truth is known."""

import numpy as np
import pytest

from ml.diagnoses import CODES, MALIGNANT_INDICES
from ml.fit_probabilities import HANDED_OVER, balanced_point, fit, fit_temperature, frequency_shift
from ml.metrics import sensitivity
from ml.probabilities import calibrated, softmax, uncertainty_of


def world(temperature: float, n: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Logits of a network that is overconfident by the temperature, and truths drawn from what it should say."""
    random = np.random.default_rng(5)
    honest = random.normal(0, 2, (n, 7))
    labels = np.array([random.choice(7, p=p) for p in softmax(honest)])
    return honest * temperature, labels


def test_the_temperature_of_an_overconfident_network_is_found():
    logits, labels = world(2.0)
    assert fit_temperature(logits, labels, np.zeros(7)) == pytest.approx(2.0, rel=0.06)


def test_the_rule_out_point_keeps_its_promise_and_few_are_handed_over():
    logits, labels = world(1.5)
    views = logits[:, None] + np.random.default_rng(6).normal(0, 0.3, (len(labels), 2, 7))
    fitted = fit(views, labels, np.zeros(7))
    probabilities = calibrated(views.mean(axis=1), fitted["temperature"], np.zeros(7))
    scores, malignant = probabilities[:, MALIGNANT_INDICES].sum(axis=1), np.isin(labels, MALIGNANT_INDICES)
    points = fitted["operating_points"]
    assert sensitivity(scores, malignant, points["rule_out"]) >= 0.95
    assert points["rule_out"] < points["balanced"]
    uncertainties = [uncertainty_of(each) for each in calibrated(views, fitted["temperature"], np.zeros(7))]
    assert np.mean(np.array(uncertainties) >= fitted["uncertain"]) == pytest.approx(HANDED_OVER, abs=0.01)


def test_the_balanced_point_parts_what_can_be_parted():
    scores = np.array([0.1, 0.2, 0.3, 0.7, 0.8])
    assert balanced_point(scores, np.array([False, False, False, True, True])) == 0.7


def test_the_shift_follows_the_frequencies():
    labels = np.repeat(np.arange(7), [10, 10, 10, 10, 10, 100, 10])
    assert np.array_equal(frequency_shift(labels, 0.0), np.zeros(7))
    shift = frequency_shift(labels, 1.0)
    assert shift[CODES.index("nv")] == 0
    assert shift[0] == pytest.approx(-np.log(10))
    assert frequency_shift(labels, 0.5)[0] == pytest.approx(-np.log(10) / 2)
