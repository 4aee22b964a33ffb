"""Outlines of shapes whose outline is known."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ml.draw import draw_lesion
from ml.metrics import iou
from ml.outline import MOST_POINTS, outline_of, simplify


def disc(size: int, centre: tuple[float, float], radius: float) -> np.ndarray:
    y, x = np.mgrid[0:size, 0:size] + 0.5
    return np.hypot(x - centre[0], y - centre[1]) < radius


def painted(polygon, shape) -> np.ndarray:
    canvas = Image.new("1", (shape[1], shape[0]))
    ImageDraw.Draw(canvas).polygon([(x - 0.5, y - 0.5) for x, y in polygon], fill=1)
    return np.asarray(canvas)


def test_a_rectangle_in_pixels_of_the_picture():
    mask = np.zeros((40, 60), bool)
    mask[10:30, 5:45] = True
    (polygon,) = outline_of(mask)
    x, y = np.array(polygon).T
    assert (x.min(), x.max(), y.min(), y.max()) == pytest.approx((5, 45, 10, 30), abs=0.6)
    assert len(polygon) <= 8


@pytest.mark.parametrize("seed", range(4))
def test_the_outline_painted_is_the_mask(seed):
    mask = draw_lesion(seed, (400, 300))[1]
    polygon = outline_of(mask)[0]
    assert len(polygon) <= MOST_POINTS
    assert iou(painted(polygon, mask.shape), mask) > 0.98


def test_a_lesion_that_fills_the_picture_is_outlined_by_its_border():
    (polygon,) = outline_of(np.ones((20, 30), bool))
    x, y = np.array(polygon).T
    assert (x.min(), x.max(), y.min(), y.max()) == pytest.approx((0, 30, 0, 20), abs=0.6)


def test_the_largest_comes_first():
    polygons = outline_of(disc(100, (20, 20), 8) | disc(100, (60, 60), 25))
    assert len(polygons) == 2
    assert np.array(polygons[0]).mean(axis=0) == pytest.approx([60, 60], abs=2)


def test_holes_are_left_out():
    ring = disc(100, (50, 50), 40) & ~disc(100, (50, 50), 15)
    assert len(outline_of(ring)) == 1


def test_an_empty_mask_has_no_outline():
    assert outline_of(np.zeros((9, 9), bool)) == []


def test_one_pixel_has_an_outline():
    mask = np.zeros((9, 9), bool)
    mask[4, 4] = True
    (polygon,) = outline_of(mask)
    assert len(polygon) >= 3
    assert np.array(polygon).mean(axis=0) == pytest.approx([4.5, 4.5], abs=0.25)


def test_a_ragged_border_still_has_few_points():
    random = np.random.default_rng(1)
    ragged = disc(600, (300, 300), 250) & (random.random((600, 600)) < 0.97)
    assert len(outline_of(ragged)[0]) <= MOST_POINTS


def test_points_are_plain_numbers_for_json():
    point = outline_of(disc(30, (15, 15), 9))[0][0]
    assert [type(value) for value in point] == [float, float]


def test_the_outline_of_a_large_picture_lies_on_the_mask():
    """It is followed on a coarser grid: the grid's place and step must come back out."""
    mask = np.zeros((3000, 4000), bool)
    mask[400:2400] = np.pad(disc(2000, (1000, 1000), 990), ((0, 0), (1500, 500)))
    (polygon,) = outline_of(mask)
    assert len(polygon) <= MOST_POINTS
    distances = np.hypot(*(np.array(polygon) - (2500, 1400)).T)
    assert np.abs(distances - 990).max() < 8
    assert iou(painted(polygon, mask.shape), mask) > 0.99


def test_no_point_is_further_from_the_simpler_line_than_the_tolerance():
    angles = np.linspace(0, 2 * np.pi, 2000, endpoint=False)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1) * (300 + 40 * np.sin(5 * angles))[:, None]
    kept = simplify(ring, 200)
    places = [int(np.flatnonzero((ring == point).all(axis=1))[0]) for point in kept]
    assert places == sorted(places)
    assert 20 < len(kept) < 120
    for start, end in zip(places, [*places[1:], len(ring)], strict=True):
        a, b = ring[start], ring[end % len(ring)]
        x, y = (ring[start:end] - a).T
        assert (np.abs((b - a)[0] * y - (b - a)[1] * x) / np.hypot(*(b - a))).max() <= 0.6 + 1e-9


def test_few_points_even_where_few_are_asked():
    ring = np.array([(x, 10 * (x % 2)) for x in range(200)] + [(200, 50), (0, 50)], float)
    assert 3 <= len(simplify(ring, 20)) <= 20
