"""Losses whose value can be worked out."""

import numpy as np
import pytest

pytestmark = [
    # Keras 3.15 hands its variables to NumPy 2 in the old way.
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"),
]


def test_balanced_softmax_forgives_what_is_merely_rare():
    from ml.losses import balanced_softmax

    truth = np.array([[0.0, 1.0]], np.float32)
    level = np.zeros((1, 2), np.float32)
    rare = float(balanced_softmax([0.9, 0.1])(truth, level)[0])
    even = float(balanced_softmax([0.5, 0.5])(truth, level)[0])
    assert rare == pytest.approx(-np.log(0.1), rel=1e-4), "level logits are what a rare diagnosis is drawn as"
    assert even == pytest.approx(np.log(2), rel=1e-4)


def test_overlap_loss_is_small_for_the_right_mask_and_large_for_its_opposite():
    from ml.losses import overlap_loss

    truth = np.zeros((1, 8, 8, 1), np.float32)
    truth[:, 2:6, 2:6] = 1
    right = float(overlap_loss(truth, (truth - 0.5) * 40)[0])
    wrong = float(overlap_loss(truth, (0.5 - truth) * 40)[0])
    assert right == pytest.approx(0, abs=0.01)
    assert wrong > 10
