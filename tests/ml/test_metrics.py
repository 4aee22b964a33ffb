"""Figures with known answers, and the degenerate cases by name."""

import numpy as np
import pytest

from ml.metrics import (
    auc,
    balanced_accuracy,
    dice,
    iou,
    recall_per_class,
    roc_curve,
    sensitivity,
    specificity,
    threshold_for_sensitivity,
    thresholded_jaccard,
)

EMPTY = np.zeros((4, 4), bool)
LEFT, TOP = EMPTY.copy(), EMPTY.copy()
LEFT[:, :2] = True
TOP[:2] = True


def test_overlap_of_two_halves():
    assert iou(LEFT, TOP) == pytest.approx(4 / 12)
    assert dice(LEFT, TOP) == pytest.approx(8 / 16)


def test_overlap_of_a_stack():
    assert iou(np.stack([LEFT, LEFT]), np.stack([LEFT, ~LEFT])).tolist() == [1.0, 0.0]


def test_nothing_found_where_nothing_is_counts_as_right():
    assert iou(EMPTY, EMPTY) == 1.0
    assert dice(EMPTY, EMPTY) == 1.0


def test_nothing_found_where_something_is_counts_as_wrong():
    assert iou(EMPTY, LEFT) == 0.0
    assert dice(LEFT, EMPTY) == 0.0


def test_thresholded_jaccard_drops_poor_masks():
    assert thresholded_jaccard(np.array([0.9, 0.65, 0.6499])) == pytest.approx((0.9 + 0.65) / 3)
    assert np.isnan(thresholded_jaccard(np.array([])))


def test_balanced_accuracy_counts_classes_not_pictures():
    truth = np.array([0] * 8 + [1] * 2)
    always_zero = np.zeros(10, int)
    assert balanced_accuracy(always_zero, truth, 2) == 0.5
    assert recall_per_class(always_zero, truth, 2).tolist() == [1.0, 0.0]


def test_a_class_without_pictures_is_left_out_of_the_mean():
    truth = np.array([0, 0, 2])
    assert np.isnan(recall_per_class(truth, truth, 3)[1])
    assert balanced_accuracy(truth, truth, 3) == 1.0
    assert np.isnan(balanced_accuracy(np.array([], int), np.array([], int), 3))


def test_auc_of_known_orders():
    positive = np.array([False, False, True, True])
    assert auc(np.array([0.1, 0.4, 0.35, 0.8]), positive) == 0.75
    assert auc(np.array([1, 2, 3, 4.0]), positive) == 1.0
    assert auc(np.array([4, 3, 2, 1.0]), positive) == 0.0


def test_auc_counts_ties_half():
    assert auc(np.full(6, 0.5), np.array([True, False] * 3)) == 0.5
    assert auc(np.array([0.2, 0.2, 0.9]), np.array([False, True, True])) == 0.75


def test_auc_of_one_group_is_not_a_number():
    assert np.isnan(auc(np.array([0.1, 0.9]), np.array([True, True])))


def test_the_operating_point():
    scores = np.array([0.1, 0.2, 0.3, 0.4, 0.5])
    positive = np.array([False, False, True, False, True])
    assert sensitivity(scores, positive, 0.3) == 1.0
    assert specificity(scores, positive, 0.3) == pytest.approx(2 / 3)
    assert np.isnan(sensitivity(scores, np.zeros(5, bool), 0.3))
    assert np.isnan(specificity(scores, np.ones(5, bool), 0.3))


def test_the_threshold_reaches_the_sensitivity_and_no_higher_one_does():
    random = np.random.default_rng(3)
    scores, positive = random.random(500), random.random(500) < 0.3
    threshold = threshold_for_sensitivity(scores, positive, 0.9)
    assert sensitivity(scores, positive, threshold) >= 0.9
    assert sensitivity(scores, positive, np.nextafter(threshold, 1)) < 0.9


def test_no_threshold_without_positives():
    with pytest.raises(ValueError, match="No positive"):
        threshold_for_sensitivity(np.array([0.5]), np.array([False]), 0.9)


def test_the_roc_curve_passes_every_operating_point_and_encloses_the_auc():
    random = np.random.default_rng(4)
    positive = random.random(900) < 0.3
    scores = np.round(random.random(900) + 0.4 * positive, 2)
    curve = roc_curve(scores, positive)
    assert (curve[0], curve[-1]) == ((0.0, 0.0), (1.0, 1.0))
    alarms, hits = np.array(curve).T
    assert np.trapezoid(hits, alarms) == pytest.approx(auc(scores, positive))
    point = (1 - specificity(scores, positive, 0.7), sensitivity(scores, positive, 0.7))
    assert min(abs(alarm - point[0]) + abs(hit - point[1]) for alarm, hit in curve) < 1e-9


def test_a_long_roc_curve_is_thinned_along_its_length():
    random = np.random.default_rng(5)
    positive = random.random(5000) < 0.3
    scores = random.random(5000) + 0.4 * positive
    curve = np.array(roc_curve(scores, positive, most=60))
    assert len(curve) <= 60
    assert curve[0].tolist() == [0, 0]
    assert curve[-1].tolist() == [1, 1]
    assert np.trapezoid(curve[:, 1], curve[:, 0]) == pytest.approx(auc(scores, positive), abs=0.005)


def test_one_group_has_no_roc_curve():
    assert roc_curve(np.array([0.1, 0.9]), np.array([True, True])) == []
    assert roc_curve(np.zeros(0), np.zeros(0, bool)) == []
