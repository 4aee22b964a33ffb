"""Polygons become pixels, and broken ones are told from whole ones."""

import numpy as np
import pytest

from ml.measure import measure
from ml.outline import outline_of
from ml.polygon import crosses_itself, fill_polygon

SQUARE = np.array([(10, 10), (50, 10), (50, 40), (10, 40)], float)


def circle(radius: float, centre=(150.0, 120.0), points: int = 200) -> np.ndarray:
    """A polygon that is nearly a circle."""
    angles = np.linspace(0, 2 * np.pi, points, endpoint=False)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1) * radius + centre


def test_a_rectangle_on_the_borders_of_pixels_is_exactly_these_pixels():
    mask = fill_polygon(SQUARE, 64, 48)

    expected = np.zeros((48, 64), bool)
    expected[10:40, 10:50] = True
    assert np.array_equal(mask, expected)


def test_the_way_round_does_not_matter():
    assert np.array_equal(fill_polygon(SQUARE, 64, 48), fill_polygon(SQUARE[::-1], 64, 48))


def test_a_pixel_belongs_to_it_where_its_centre_does():
    for by, left in ((0.4, 10), (0.6, 11)):
        mask = fill_polygon(SQUARE + (by, 0), 64, 48)
        assert np.flatnonzero(mask.any(axis=0)).tolist() == list(range(left, left + 40))
    triangle = np.array([(0, 0), (4, 0), (0, 4)], float)
    assert fill_polygon(triangle, 4, 4).tolist() == [
        [True, True, True, False],
        [True, True, False, False],
        [True, False, False, False],
        [False, False, False, False],
    ]


def test_the_area_of_a_circle():
    mask = fill_polygon(circle(80), 300, 240)

    measured = measure(mask, mm_per_pixel=0.05)
    assert measured["area_px"] == pytest.approx(np.pi * 80**2, rel=0.005)
    assert measured["area_mm2"] == pytest.approx(np.pi * 4**2, rel=0.005)
    assert measured["longest_diameter_mm"] == pytest.approx(8, rel=0.02)


def test_parts_outside_the_picture_are_cut_off():
    assert fill_polygon(SQUARE - (20, 20), 64, 48).sum() == 30 * 20


def test_the_outline_of_a_mask_filled_again_is_that_mask_but_for_its_corners():
    mask = fill_polygon(circle(60), 300, 240)

    (outline,) = outline_of(mask)
    again = fill_polygon(np.array(outline), 300, 240)
    assert (again ^ mask).sum() / mask.sum() < 0.01


@pytest.mark.parametrize(
    "polygon",
    [
        [(0, 0), (10, 10), (10, 0), (0, 10)],  # a bow
        [(0, 0), (10, 0), (10, 10), (5, 0), (0, 10)],  # a corner on another side
        [(0, 0), (10, 0), (4, 0), (4, 8)],  # back over itself
        [(0, 0), (8, 0), (8, 8), (0, 0), (-8, 0), (-8, -8)],  # the same point twice
    ],
)
def test_what_crosses_itself(polygon):
    assert crosses_itself(np.array(polygon, float))


@pytest.mark.parametrize(
    "polygon",
    [
        SQUARE,
        [(0, 0), (10, 0), (0, 10)],
        [(0, 0), (5, 0), (10, 0), (10, 10)],  # a point on a straight side
        [(0, 0), (10, 0), (10, 10), (5, 5), (0, 10)],  # a notch
        [(0, 0), (10, 0), (10, 2), (2, 2), (2, 8), (10, 8), (10, 10), (0, 10)],  # collinear sides apart
        circle(80, points=400),
    ],
)
def test_what_does_not(polygon):
    assert not crosses_itself(np.array(polygon, float))
