"""Distances between borders whose answer is known."""

import numpy as np
import pytest

from ml.boundary import MOST_POINTS, border_points, boundary_error_percent


def disc(radius: float, size: int = 300, centre: float = 150) -> np.ndarray:
    y, x = np.mgrid[:size, :size] + 0.5
    return (x - centre) ** 2 + (y - centre) ** 2 < radius**2


def test_a_ring_too_wide_by_five_pixels_in_a_hundred():
    assert boundary_error_percent(disc(55), disc(50)) == pytest.approx(5.0, abs=0.25)
    assert boundary_error_percent(disc(45), disc(50)) == pytest.approx(5.0, abs=0.25)


def test_the_same_border_has_no_error():
    assert boundary_error_percent(disc(50), disc(50)) == 0.0


def test_the_pictures_size_does_not_matter():
    large = boundary_error_percent(disc(550, 2400, 1200), disc(500, 2400, 1200))
    assert len(border_points(disc(550, 2400, 1200))) > MOST_POINTS, "thinned"
    assert large == pytest.approx(5.0, abs=0.25)


def test_both_ways_count():
    """A speck beside a right lesion is far from the true border, though no true point is far from a found one."""
    speck = disc(50) | disc(3, centre=20)
    assert boundary_error_percent(speck, disc(50)) > 3


def test_nothing_found_where_something_is_is_infinitely_wrong():
    nothing = np.zeros((300, 300), bool)
    assert boundary_error_percent(nothing, disc(50)) == float("inf")
    assert boundary_error_percent(disc(50), nothing) == float("inf")
    assert boundary_error_percent(nothing, nothing) == 0.0


def test_a_lesion_that_fills_the_picture_has_the_pictures_edge_as_border():
    full = np.ones((40, 40), bool)
    assert boundary_error_percent(full, full) == 0.0
    assert len(border_points(full)) == 4 * 39
