"""Sizes of shapes whose size is known."""

import numpy as np
import pytest

from ml.measure import longest_diameter, measure, perimeter


def disc(radius: float) -> np.ndarray:
    size = int(2 * radius) + 11
    y, x = np.mgrid[0:size, 0:size] + 0.5
    return np.hypot(x - size / 2, y - size / 2) < radius


def test_a_disc():
    measured = measure(disc(100))
    assert measured["area_px"] == pytest.approx(np.pi * 100**2, rel=0.002)
    assert measured["equivalent_diameter_px"] == pytest.approx(200, rel=0.002)
    assert measured["longest_diameter_px"] == pytest.approx(200, abs=2)
    assert measured["perimeter_px"] == pytest.approx(2 * np.pi * 100, rel=0.01)
    assert measured["area_fraction"] == pytest.approx(np.pi * 100**2 / 211**2, rel=0.002)


def test_a_rectangle():
    mask = np.zeros((100, 100), bool)
    mask[20:50, 10:50] = True
    measured = measure(mask)
    assert measured["area_px"] == 1200
    assert measured["area_fraction"] == 0.12
    assert measured["longest_diameter_px"] == pytest.approx(50)
    assert measured["perimeter_px"] == pytest.approx(140, rel=0.06)


def test_a_turned_square_has_the_same_perimeter_as_formula_says():
    y, x = np.mgrid[0:201, 0:201]
    diamond = np.abs(x - 100) + np.abs(y - 100) <= 80
    assert perimeter(diamond) == pytest.approx(4 * 80 * np.sqrt(2), rel=0.06)


def test_a_line_is_as_long_as_its_corners_are_apart():
    line = np.zeros((5, 30), bool)
    line[2, 4:16] = True
    assert longest_diameter(line) == pytest.approx(np.hypot(12, 1))


def test_two_parts_are_measured_across_the_gap():
    mask = np.zeros((10, 50), bool)
    mask[5, 3] = mask[5, 42] = True
    assert longest_diameter(mask) == pytest.approx(np.hypot(40, 1))


def test_millimetres_only_where_the_scale_is_known():
    without, scaled = measure(disc(50)), measure(disc(50), mm_per_pixel=0.02)
    for name in ("area_mm2", "equivalent_diameter_mm", "longest_diameter_mm", "perimeter_mm"):
        assert without[name] is None
    assert scaled["equivalent_diameter_mm"] == pytest.approx(2.0, rel=0.01)
    assert scaled["area_mm2"] == pytest.approx(np.pi, rel=0.01)
    assert scaled["longest_diameter_mm"] == pytest.approx(scaled["longest_diameter_px"] * 0.02)


@pytest.mark.parametrize("scale", [0, -0.1, float("nan"), float("inf")])
def test_an_impossible_scale_is_our_mistake(scale):
    with pytest.raises(ValueError, match="mm_per_pixel"):
        measure(disc(5), mm_per_pixel=scale)


def test_an_empty_mask_has_no_size():
    measured = measure(np.zeros((20, 20), bool), 0.1)
    assert all(value == 0.0 for value in measured.values())


def test_every_name_ends_in_its_unit():
    assert {name.rsplit("_", 1)[1] for name in measure(disc(5))} == {"px", "mm", "mm2", "fraction"}
