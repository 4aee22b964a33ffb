"""Asymmetry of shapes whose asymmetry is known."""

import numpy as np
import pytest

from ml.asymmetry import asymmetry
from tests.ml.shapes import ellipse, half_disc, l_shape, rectangle, scaled, star


@pytest.mark.parametrize("degrees", [0, 17, 45, 90, 120])
@pytest.mark.parametrize("draw", [lambda turn: ellipse(100, 60, turn), lambda turn: rectangle(180, 90, turn)])
def test_what_is_symmetric_about_both_axes_has_none(draw, degrees):
    assert asymmetry(draw(degrees)) == pytest.approx((0, 0), abs=0.012)


def test_a_disc_has_none():
    assert asymmetry(ellipse(100, 100)) == pytest.approx((0, 0), abs=0.012)


@pytest.mark.parametrize("degrees", [0, 22.5, 30])
def test_a_square_has_none_however_it_lies(degrees):
    assert asymmetry(rectangle(150, 150, degrees)) == pytest.approx((0, 0), abs=0.03)


@pytest.mark.parametrize("degrees", [0, 33, 90, 200])
def test_a_half_disc_is_symmetric_about_its_short_axis_only(degrees):
    """Folded about the long axis through its centroid at 4r/3pi, the segment above it and the rest differ."""
    overlap = 2 * mirrored_cap_of_a_half_disc(4 / (3 * np.pi))
    expected = 1 - overlap / (np.pi / 2)
    major, minor = asymmetry(half_disc(120, degrees))
    assert major == pytest.approx(expected, abs=0.012)
    assert minor == pytest.approx(0, abs=0.012)


def mirrored_cap_of_a_half_disc(t: float) -> float:
    """Area common to the part below y = t of the unit half disc and the mirror image of the part above, by slices."""
    d = (np.arange(100_000) + 0.5) / 100_000 * t
    return float(2 * np.minimum(np.sqrt(1 - (t - d) ** 2), np.sqrt(1 - (t + d) ** 2)).mean() * t)


@pytest.mark.parametrize("degrees", [0, 25])
def test_an_l_is_symmetric_about_its_diagonal_only(degrees):
    major, minor = asymmetry(l_shape(160, degrees))
    assert min(major, minor) == pytest.approx(0, abs=0.015)
    assert max(major, minor) > 0.15


def test_a_star_of_five_points_is_symmetric_about_a_point_only():
    """It defines no long axis; the best pair is one through a point and one at right angles to it."""
    folded = asymmetry(star(100))
    assert min(folded) == pytest.approx(0, abs=0.02)
    assert max(folded) > 0.05


def test_the_major_axis_comes_first():
    """A drop: a disc with a cone on its right is symmetric about the axis through its tip, the long one."""
    size = 300
    y, x = np.mgrid[0:size, 0:size] - size / 2
    drop = (np.hypot(x + 50, y) < 50) | ((x > -50) & (x < 120) & (np.abs(y) < 50 * (120 - x) / 170))
    major, minor = asymmetry(drop)
    assert major == pytest.approx(0, abs=0.012)
    assert minor > 0.1


def test_scaling_changes_nothing():
    once, thrice = asymmetry(l_shape(80)), asymmetry(scaled(l_shape(80), 3))
    assert thrice == pytest.approx(once, abs=0.02)


def test_parts_apart_are_one_lesion():
    mask = np.zeros((60, 200), bool)
    mask[20:40, 10:50] = mask[20:40, 150:190] = True
    assert asymmetry(mask) == pytest.approx((0, 0), abs=0.001)


def test_one_pixel_is_symmetric_and_nothing_is_undefined():
    assert asymmetry(np.ones((1, 1), bool)) == (0, 0)
    assert asymmetry(np.zeros((5, 5), bool)) is None
