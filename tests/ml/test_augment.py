"""Random views: geometry that is exact where chance is taken out, colours that stay colours."""

import numpy as np

from ml.augment import View, random_view, recolour, see, wear_out
from ml.draw import draw_lesion

FRAME = draw_lesion(4, (224, 224))[0]
STRAIGHT = View(centre_x=112, centre_y=112, side=224, angle=0, stretch=1, mirrored=False)


def test_the_straight_view_is_the_picture():
    assert np.array_equal(see(FRAME, STRAIGHT, 224), FRAME)


def test_the_mirrored_view_is_the_mirrored_picture():
    mirrored = View(112, 112, 224, 0, 1, mirrored=True)
    assert np.array_equal(see(FRAME, mirrored, 224), FRAME[:, ::-1])


def test_a_quarter_turn_is_a_quarter_turn():
    turned = see(FRAME, View(112, 112, 224, np.pi / 2, 1, mirrored=False), 224)
    candidates = [np.rot90(FRAME, times).astype(int) for times in (1, 3)]
    assert min(np.abs(turned - candidate).mean() for candidate in candidates) < 1.5


def test_beyond_the_frame_there_is_mirrored_skin_not_black():
    far = see(FRAME, View(112, 112, 250, 0.7, 1, mirrored=False), 128)
    assert far.min(axis=2).min() > 5


def test_views_stay_near_the_square():
    random = np.random.default_rng(1)
    for _ in range(200):
        view = random_view(random, (50, 60, 100), zoom=(0.8, 1.25), shift=0.1, stretch=0.2)
        assert 80 <= view.side <= 125.0001
        assert abs(view.centre_x - 100) <= 10
        assert abs(view.centre_y - 110) <= 10
        assert 1 / 1.2001 <= view.stretch <= 1.2001


def test_no_strength_leaves_the_colours_alone():
    assert np.abs(recolour(np.random.default_rng(1), FRAME, 0.0).astype(int) - FRAME).max() <= 1


def test_colours_change_and_stay_pictures():
    changed = [recolour(np.random.default_rng(seed), FRAME) for seed in range(20)]
    brightness = [picture.mean() for picture in changed]
    assert np.std(brightness) > 8
    assert all(picture.dtype == np.uint8 and picture.std() > 5 for picture in changed)


def test_wearing_out_keeps_the_middle_of_most_pictures_and_the_mean_of_all():
    random = np.random.default_rng(3)
    worn = [wear_out(random, FRAME) for _ in range(200)]
    assert all(each.shape == FRAME.shape and each.dtype == np.uint8 for each in worn)
    untouched = [np.array_equal(each, FRAME) for each in worn]
    assert 0.3 < np.mean(untouched) < 0.6
    assert np.mean([np.abs(each.astype(int) - FRAME).mean() < 25 for each in worn]) > 0.85


def test_wearing_out_can_soften_darken_and_cover():
    random = np.random.default_rng(3)
    worn = [wear_out(random, FRAME) for _ in range(100)]
    assert any(each[:4, :4].mean() < 20 < FRAME[:4, :4].mean() for each in worn), "dark corners"
    rough = np.abs(np.diff(FRAME.astype(int), axis=0)).mean()
    assert any(np.abs(np.diff(each.astype(int), axis=0)).mean() < 0.7 * rough for each in worn), "softer"
