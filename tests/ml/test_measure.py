"""All measures of one lesion together."""

import json

import numpy as np
import pytest

from ml.colours import COLOURS
from ml.measure import measure
from tests.ml.shapes import ellipse, l_shape, rectangle, scaled

SKIN = (205, 160, 140)


def painted(mask: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return np.where(mask[..., None], colour, SKIN).astype(np.uint8)


def test_a_disc():
    mask = ellipse(100, 100)
    measured = measure(mask)
    assert measured["area_px"] == pytest.approx(np.pi * 100**2, rel=0.002)
    assert measured["equivalent_diameter_px"] == pytest.approx(200, rel=0.002)
    assert measured["longest_diameter_px"] == pytest.approx(200, abs=2)
    assert measured["perimeter_px"] == pytest.approx(2 * np.pi * 100, rel=0.01)
    assert measured["area_fraction"] == pytest.approx(np.pi * 100**2 / mask.size, rel=0.002)
    assert (measured["box_width_px"], measured["box_height_px"]) == (200, 200)
    assert measured["border_irregularity"] == pytest.approx(1, abs=0.01)
    assert measured["solidity"] == pytest.approx(1, abs=0.015)


def test_a_rectangle():
    mask = np.zeros((100, 100), bool)
    mask[20:50, 10:50] = True
    measured = measure(mask)
    assert measured["area_px"] == 1200
    assert measured["area_fraction"] == 0.12
    assert measured["longest_diameter_px"] == pytest.approx(50)
    assert measured["perimeter_px"] == pytest.approx(140, rel=0.04)
    assert (measured["box_width_px"], measured["box_height_px"]) == (40, 30)


@pytest.mark.parametrize("factor", [2, 7, 20])
def test_a_larger_picture_of_the_same_lesion_has_larger_sizes_and_the_same_shape(factor):
    once, more = measure(l_shape(120)), measure(scaled(l_shape(120), factor))
    for name in ("longest_diameter_px", "equivalent_diameter_px", "perimeter_px", "box_width_px"):
        assert more[name] == pytest.approx(factor * once[name], rel=0.02), name
    for name in ("asymmetry_major_axis", "asymmetry_minor_axis", "solidity", "area_fraction"):
        assert more[name] == pytest.approx(once[name], abs=0.02), name
    assert more["border_irregularity"] == pytest.approx(once["border_irregularity"], rel=0.04)


@pytest.mark.parametrize("degrees", [13, 45, 77, 90])
def test_a_turned_lesion_has_the_same_shape(degrees):
    lying, turned = measure(l_shape(160)), measure(l_shape(160, degrees))
    for name in ("asymmetry_major_axis", "asymmetry_minor_axis", "solidity"):
        assert turned[name] == pytest.approx(lying[name], abs=0.02), name
    assert turned["border_irregularity"] == pytest.approx(lying["border_irregularity"], rel=0.07)


def test_millimetres_only_where_the_scale_is_known():
    without, scaled_ = measure(ellipse(50, 50)), measure(ellipse(50, 50), mm_per_pixel=0.02)
    lengths = ("equivalent_diameter", "longest_diameter", "perimeter", "box_width", "box_height")
    for name in ("area_mm2", *(f"{length}_mm" for length in lengths)):
        assert without[name] is None
    assert scaled_["equivalent_diameter_mm"] == pytest.approx(2.0, rel=0.01)
    assert scaled_["area_mm2"] == pytest.approx(np.pi, rel=0.01)
    for length in lengths:
        assert scaled_[f"{length}_mm"] == pytest.approx(scaled_[f"{length}_px"] * 0.02)


@pytest.mark.parametrize("scale", [0, -0.1, float("nan"), float("inf")])
def test_an_impossible_scale_is_our_mistake(scale):
    with pytest.raises(ValueError, match="mm_per_pixel"):
        measure(ellipse(5, 5), mm_per_pixel=scale)


def test_an_empty_mask_has_size_zero_and_no_shape_and_no_colour():
    mask = np.zeros((20, 20), bool)
    measured = measure(mask, painted(mask, (0, 0, 0)), 0.1)
    for name, value in measured.items():
        sized = name.endswith(("_px", "_mm", "_mm2")) or name == "area_fraction"
        assert value == (0.0 if sized else None), name


def test_one_pixel_has_a_size_and_no_shape():
    mask = np.zeros((20, 20), bool)
    mask[3, 4] = True
    measured = measure(mask)
    assert measured["area_px"] == measured["box_width_px"] == 1
    assert measured["longest_diameter_px"] == pytest.approx(np.sqrt(2))
    for name in ("asymmetry_major_axis", "asymmetry_minor_axis", "border_irregularity", "solidity"):
        assert measured[name] is None


def test_a_lesion_that_fills_the_picture():
    mask = np.ones((300, 400), bool)
    measured = measure(mask, painted(mask, (120, 80, 50)))
    assert measured["area_fraction"] == 1
    assert measured["asymmetry_major_axis"] == pytest.approx(0, abs=0.01)
    assert measured["colours"] == ["dark_brown"]


def test_colours_with_their_shares():
    mask = rectangle(150, 100)
    measured = measure(mask, painted(mask, (25, 25, 25)))
    assert measured["colours"] == ["black"]
    assert measured["black_fraction"] == pytest.approx(1, abs=0.05)
    assert measured["white_fraction"] == 0


def test_without_a_picture_nobody_knows_the_colours():
    measured = measure(ellipse(50, 50))
    assert measured["colours"] is None
    assert all(measured[f"{name}_fraction"] is None for name in COLOURS)


def test_every_name_ends_in_its_unit_or_is_a_ratio():
    ratios = {"asymmetry_major_axis", "asymmetry_minor_axis", "border_irregularity", "solidity", "colours"}
    named = set(measure(ellipse(9, 9))) - ratios
    assert {name.rsplit("_", 1)[1] for name in named} == {"px", "mm", "mm2", "fraction"}


def test_values_are_plain_for_json():
    mask = ellipse(60, 40)
    measured = measure(mask, painted(mask, (120, 80, 50)), 0.02)
    assert json.loads(json.dumps(measured)) == measured
    assert {type(value) for value in measured.values()} == {float, list}
