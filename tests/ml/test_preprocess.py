"""The one preprocessing of training and inference."""

import numpy as np
import pytest

from ml.draw import draw_lesion
from ml.preprocess import FRAME_SIZE, SMALLEST_CROP, box_of, crop_square, crop_to_lesion, squash, to_network


def test_squash_ignores_the_ratio():
    picture = np.zeros((300, 400, 3), np.uint8)
    picture[:, 200:] = 255
    frame = squash(picture)
    assert frame.shape == (FRAME_SIZE, FRAME_SIZE, 3)
    assert frame[:, : FRAME_SIZE // 2 - 2].max() == 0
    assert frame[:, FRAME_SIZE // 2 + 2 :].min() == 255


def test_squash_leaves_the_right_size_alone():
    frame = draw_lesion(2, (FRAME_SIZE, FRAME_SIZE))[0]
    assert squash(frame) is frame


def test_squash_averages_instead_of_dropping_pixels():
    stripes = np.zeros((896, 896, 3), np.uint8)
    stripes[:, ::2] = 255
    assert np.abs(squash(stripes).astype(int) - 127).max() <= 12


def test_box_of_a_known_mask():
    mask = np.zeros((50, 60), bool)
    mask[10:20, 30:45] = True
    assert box_of(mask) == (30, 10, 45, 20)


def test_box_of_an_empty_mask_is_the_whole_picture():
    assert box_of(np.zeros((50, 60), bool)) == (0, 0, 60, 50)


@pytest.mark.parametrize("box", [(0, 0, 10, 10), (214, 200, 224, 224), (100, 100, 101, 101), (0, 0, 224, 224)])
def test_the_crop_stays_inside_the_frame(box):
    left, top, side = crop_square(box)
    assert left >= 0
    assert top >= 0
    assert SMALLEST_CROP <= side <= FRAME_SIZE
    assert left + side <= FRAME_SIZE
    assert top + side <= FRAME_SIZE
    assert left <= box[0] + 1e-9
    assert left + side >= box[2] - 1e-9


def test_the_crop_of_the_whole_frame_changes_nothing():
    frame = draw_lesion(3, (FRAME_SIZE, FRAME_SIZE))[0]
    assert np.array_equal(crop_to_lesion(frame, (0, 0, FRAME_SIZE, FRAME_SIZE)), frame)


def test_the_crop_shows_the_lesion_in_its_middle():
    frame = np.zeros((FRAME_SIZE, FRAME_SIZE, 3), np.uint8)
    frame[60:100, 90:130] = 255
    crop = crop_to_lesion(frame, (90, 60, 130, 100))
    assert crop[112, 112].tolist() == [255, 255, 255]
    assert crop[0, 0].tolist() == [0, 0, 0]
    assert crop.mean() / 255 == pytest.approx((40 / SMALLEST_CROP) ** 2, rel=0.05)


def test_the_range_of_the_networks():
    values = to_network(np.array([[[0, 51, 255]]], np.uint8))
    assert values.dtype == np.float32
    assert values[0, 0].tolist() == pytest.approx([-1.0, -0.6, 1.0])
