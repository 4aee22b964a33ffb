"""Calibration and selective classification with known answers."""

import numpy as np
import pytest

from ml.calibration_metrics import bin_of, reliability, risk_coverage, weighted_aurc, weighted_ece


def test_ece_of_a_perfect_and_of_a_boastful_program():
    confidences = np.full(100, 0.8)
    honest = np.arange(100) < 80
    boastful = np.arange(100) < 50
    weights = np.ones((1, 100))
    assert weighted_ece(confidences, honest, weights)[0] == pytest.approx(0.0)
    assert weighted_ece(confidences, boastful, weights)[0] == pytest.approx(0.3)


def test_ece_weighs_bins_by_their_pictures():
    confidences, correct = np.array([0.9, 0.9, 0.9, 0.3]), np.array([True, True, True, True])
    assert weighted_ece(confidences, correct, np.ones((1, 4)))[0] == pytest.approx((3 * 0.1 + 0.7) / 4)


def test_too_sure_and_not_sure_enough_cancel_only_inside_a_bin():
    confidences, correct = np.array([0.95, 0.05]), np.array([False, True])
    assert weighted_ece(confidences, correct, np.ones((1, 2)))[0] == pytest.approx(0.95)
    assert weighted_ece(confidences, correct, np.ones((1, 2)), bins=1)[0] == pytest.approx(0.0)


def test_bins_are_open_below_and_closed_above():
    assert bin_of(np.array([0.0, 0.2, 0.2001, 1.0]), 5).tolist() == [0, 0, 1, 4]


def test_the_diagram_leaves_empty_bins_out():
    bins = reliability(np.array([0.5, 0.55, 0.95]), np.array([True, False, True]), bins=10)
    assert [(each["low"], each["n"]) for each in bins] == [(0.4, 1), (0.5, 1), (0.9, 1)]
    assert bins[0]["correct"] == 1.0
    assert reliability(np.zeros(0), np.zeros(0, bool)) == []


def test_risk_rises_where_doubt_knows_the_mistakes():
    uncertainties, correct = np.array([0.1, 0.2, 0.3, 0.4]), np.array([True, True, False, False])
    assert risk_coverage(uncertainties, correct) == [(0.25, 0.0), (0.5, 0.0), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]
    useful, useless = (weighted_aurc(doubt, correct, np.ones((1, 4)))[0] for doubt in (uncertainties, -uncertainties))
    assert useful == pytest.approx((1 / 3 + 1 / 2) / 4)
    assert useful < useless


def test_pictures_of_one_uncertainty_enter_together():
    assert risk_coverage(np.array([0.5, 0.5]), np.array([True, False])) == [(1.0, 0.5)]
    assert risk_coverage(np.zeros(0), np.zeros(0, bool)) == []


def test_a_long_curve_keeps_both_ends():
    curve = risk_coverage(np.arange(5000.0), np.ones(5000, bool), most=50)
    assert len(curve) == 50
    assert (curve[0][0], curve[-1][0]) == (1 / 5000, 1.0)
