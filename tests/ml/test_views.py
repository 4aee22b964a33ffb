"""What the classifier is shown."""

import numpy as np
import pytest

from ml.draw import draw_lesion
from ml.preprocess import FRAME_SIZE, crop_square, crop_to_lesion, squash
from ml.views import NAMES, view_of

BOX = (60, 80, 120, 150)


@pytest.fixture(scope="module")
def frame():
    return squash(draw_lesion(3)[0])


@pytest.mark.parametrize("name", NAMES)
def test_every_view_has_the_networks_size_and_says_what_it_shows(frame, name):
    view = view_of(name, frame, BOX, 160)
    assert view.picture.shape == (160, 160, 3)
    assert view.mirrored == name.endswith("mirrored")
    assert view.square == ((0.0, 0.0, FRAME_SIZE) if name.startswith("whole") else crop_square(BOX))


def test_views_are_what_training_saw(frame):
    assert np.array_equal(view_of("whole", frame, BOX, 160).picture, squash(frame, 160))
    assert np.array_equal(view_of("crop", frame, BOX, 160).picture, crop_to_lesion(frame, BOX, 160))


def test_mirrored_is_left_to_right(frame):
    plain, mirrored = view_of("crop", frame, BOX, 96).picture, view_of("crop_mirrored", frame, BOX, 96).picture
    assert np.array_equal(plain[:, ::-1], mirrored)
    assert not np.array_equal(plain, mirrored)
