"""Intervals by lesion."""

import numpy as np
import pytest

from ml.bootstrap import Bootstrap, Figure, interval, wilson
from ml.weighted_metrics import weighted_auc, weighted_mean

EVERYONE = np.ones(400, bool)


def test_the_value_is_that_of_the_pictures_as_they_are():
    values = np.random.default_rng(1).random(400)
    figure = Bootstrap(np.arange(400).astype(str)).figure(weighted_mean, EVERYONE, values)
    assert figure.value == pytest.approx(values.mean())
    assert (figure.n, figure.low < figure.value < figure.high) == (400, True)


def test_the_interval_of_a_mean_is_that_of_the_normal_approximation():
    values = np.random.default_rng(2).normal(size=400)
    figure = Bootstrap(np.arange(400).astype(str)).figure(weighted_mean, EVERYONE, values)
    reach = 1.96 * values.std() / np.sqrt(400)
    assert (figure.high - figure.low) / 2 == pytest.approx(reach, rel=0.1)


def test_pictures_of_one_lesion_do_not_count_as_independent():
    """Four copies of each picture know no more than one: the interval must not shrink to half."""
    values = np.repeat(np.random.default_rng(3).normal(size=100), 4)
    by_lesion = Bootstrap(np.repeat(np.arange(100), 4).astype(str)).figure(weighted_mean, EVERYONE, values)
    by_picture = Bootstrap(np.arange(400).astype(str)).figure(weighted_mean, EVERYONE, values)
    assert (by_lesion.high - by_lesion.low) / (by_picture.high - by_picture.low) == pytest.approx(2, rel=0.15)


def test_the_same_seed_gives_the_same_interval():
    values = np.random.default_rng(4).random(400)
    lesions = np.arange(400).astype(str)
    first, second = (Bootstrap(lesions).figure(weighted_mean, EVERYONE, values) for _ in range(2))
    assert first == second
    assert Bootstrap(lesions, seed=9).figure(weighted_mean, EVERYONE, values) != first


def test_only_hits_still_leave_a_doubt():
    """Every resample of 30 hits is 30 hits; the lesions, not the pictures, say how sure that is."""
    lesions = np.repeat(np.arange(10), 3).astype(str)
    everyone = np.ones(30, bool)
    figure = Bootstrap(lesions).proportion(everyone, everyone)
    assert (figure.value, figure.high) == (1.0, 1.0)
    assert figure.low == pytest.approx(wilson(1.0, 10)[0])
    assert figure.low < 0.75


def test_wilsons_interval_of_a_textbook_case():
    low, high = wilson(0.4, 10)
    assert (low, high) == (pytest.approx(0.1682, abs=1e-4), pytest.approx(0.6873, abs=1e-4))


def test_nothing_to_judge_is_not_a_number():
    nobody = np.zeros(5, bool)
    for figure in (
        Bootstrap(list("abcde")).figure(weighted_mean, nobody, np.arange(5.0)),
        Bootstrap(list("abcde")).proportion(nobody, nobody),
        Bootstrap([]).figure(weighted_mean, np.zeros(0, bool), np.zeros(0)),
    ):
        assert figure.as_json() == {"value": None, "low": None, "high": None, "n": 0}


def test_a_figure_that_most_resamples_lack_has_no_interval():
    positive = np.zeros(50, bool)
    figure = Bootstrap(np.arange(50).astype(str)).figure(weighted_auc, np.ones(50, bool), np.arange(50.0), positive)
    assert np.isnan([figure.value, figure.low, figure.high]).all()
    assert np.isnan(interval(np.array([0.5, np.nan, np.nan]))).all()
    assert interval(np.array([0.5, 0.5, np.nan])) == (0.5, 0.5)


def test_json_has_no_nan_or_infinity():
    assert Figure(float("inf"), float("nan"), 0.5, 3).as_json() == {"value": None, "low": None, "high": 0.5, "n": 3}
