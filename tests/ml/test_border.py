"""Borders of shapes whose border is known."""

import numpy as np
import pytest

from ml.border import border_irregularity, hull_of, longest_diameter, perimeter, solidity
from tests.ml.shapes import ellipse, l_shape, rectangle, scaled, star


@pytest.mark.parametrize("degrees", range(0, 90, 9))
def test_a_square_in_any_direction(degrees):
    assert perimeter(rectangle(200, 200, degrees)) == pytest.approx(800, rel=0.02)


def test_a_circle():
    assert perimeter(ellipse(100, 100)) == pytest.approx(2 * np.pi * 100, rel=0.005)


@pytest.mark.parametrize("degrees", [0, 20, 45])
def test_an_ellipse(degrees):
    """Ramanujan's second approximation."""
    a, b = 120, 60
    h = ((a - b) / (a + b)) ** 2
    expected = np.pi * (a + b) * (1 + 3 * h / (10 + np.sqrt(4 - 3 * h)))
    assert perimeter(ellipse(a, b, degrees)) == pytest.approx(expected, rel=0.01)


def test_an_empty_mask_has_no_border():
    nothing = np.zeros((9, 9), bool)
    assert perimeter(nothing) == longest_diameter(hull_of(nothing)) == 0.0


def test_a_lesion_at_the_edge_of_the_picture_is_closed_there():
    assert perimeter(np.ones((200, 100), bool)) == pytest.approx(600, rel=0.02)


@pytest.mark.parametrize(
    ("mask", "expected"),
    [
        (ellipse(100, 100), 1.0),
        (rectangle(160, 160), 4 / np.pi),
        (rectangle(160, 160, 30), 4 / np.pi),
        (rectangle(240, 80), (2 * 4) ** 2 / (4 * np.pi * 3)),
        (l_shape(160), 16 / (4 * np.pi * 0.75)),
    ],
)
def test_irregularity(mask, expected):
    assert border_irregularity(mask.sum(), perimeter(mask)) == pytest.approx(expected, rel=0.04)


def test_a_star_is_more_irregular_than_its_disc_and_less_solid():
    mask = star(120)
    assert border_irregularity(mask.sum(), perimeter(mask)) > 1.4
    assert solidity(mask.sum(), hull_of(mask)) < 0.8


def test_nothing_is_rounder_than_a_circle():
    assert border_irregularity(100.0, 30.0) == 1.0


def test_irregularity_does_not_grow_with_the_picture():
    small, large = l_shape(100), scaled(l_shape(100), 4)
    ratios = [border_irregularity(mask.sum(), perimeter(mask)) for mask in (small, large)]
    assert ratios[0] == pytest.approx(ratios[1], rel=0.02)


def test_solidity_of_what_has_no_notch_is_one():
    assert solidity(3200, hull_of(rectangle(80, 40))) == pytest.approx(1.0)
    disc = ellipse(100, 100)
    assert solidity(disc.sum(), hull_of(disc)) == pytest.approx(1.0, abs=0.02)


def test_solidity_of_an_l():
    """Three quarters of a square whose hull lacks an eighth."""
    mask = l_shape(200)
    assert solidity(mask.sum(), hull_of(mask)) == pytest.approx(0.75 / 0.875, abs=0.01)


def test_a_line_is_as_long_as_its_corners_are_apart():
    line = np.zeros((5, 30), bool)
    line[2, 4:16] = True
    assert longest_diameter(hull_of(line)) == pytest.approx(np.hypot(12, 1))


def test_two_parts_are_measured_across_the_gap():
    mask = np.zeros((10, 50), bool)
    mask[5, 3] = mask[5, 42] = True
    assert longest_diameter(hull_of(mask)) == pytest.approx(np.hypot(40, 1))
