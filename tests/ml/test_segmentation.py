"""From chances on a small grid to one lesion at the picture's size."""

import numpy as np
import pytest

from ml.segmentation import certainty_of, mask_at, one_lesion, sigmoid


def chances() -> np.ndarray:
    values = np.full((40, 40), 0.1, np.float32)
    values[10:30, 10:30] = 0.9
    values[18:20, 18:20] = 0.2  # a reflection inside
    values[2:5, 2:5] = 0.8  # a speck beside
    values[9, 10:30] = 0.4  # the fading border
    return values


def test_specks_go_holes_close_and_the_border_keeps_its_chances():
    lesion = one_lesion(chances(), 0.5)
    assert lesion[3, 3] == 0.0
    assert lesion[18, 18] == 1.0
    assert lesion[9, 15] == pytest.approx(0.4)
    assert (lesion >= 0.5).sum() == 400


def test_nothing_found_stays_nothing():
    assert (one_lesion(np.full((10, 10), 0.2, np.float32), 0.5) < 0.5).all()


def test_certainty_is_the_mean_chance_of_what_was_found():
    assert certainty_of(one_lesion(chances(), 0.5), 0.5) == pytest.approx((396 * 0.9 + 4 * 1.0) / 400)
    assert certainty_of(np.full((10, 10), 0.2, np.float32), 0.5) == 0.0


def test_the_mask_has_the_size_asked_for():
    mask = mask_at(one_lesion(chances(), 0.5), 600, 450, 0.5)
    assert mask.shape == (450, 600)
    assert mask.mean() == pytest.approx(400 / 1600, abs=0.02)
    assert mask[225, 300]
    assert not mask[40, 50]


def test_sigmoid_of_extremes():
    assert sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist() == [0.0, 0.5, 1.0]


def test_a_large_mask_is_the_smooth_one_but_for_stairs():
    from PIL import Image

    grid = np.hypot(*(np.indices((160, 160)) - 80.0)).astype(np.float32)
    chances = sigmoid((50 - grid) / 2)
    large = mask_at(chances, 4000, 3000, 0.5)
    smooth = np.asarray(Image.fromarray(chances).resize((4000, 3000), Image.Resampling.BILINEAR)) >= 0.5
    assert large.shape == (3000, 4000)
    assert large.dtype == bool
    assert np.logical_and(large, smooth).sum() / np.logical_or(large, smooth).sum() > 0.998
