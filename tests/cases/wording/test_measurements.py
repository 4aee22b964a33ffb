"""Measures in words."""

import re

import numpy as np
import pytest
from django.template.loader import render_to_string

from cases.wording.measurements import COLOURS, Row, present_measurements
from ml.colours import COLOURS as MEASURED_COLOURS
from ml.measure import measure
from tests.ml.shapes import ellipse

FULL = {
    "area_px": 12000.0,
    "area_mm2": 1.2,
    "longest_diameter_px": 210.0,
    "longest_diameter_mm": 2.1,
    "box_width_px": 200.0,
    "box_height_px": 90.0,
    "box_width_mm": 2.0,
    "box_height_mm": 0.9,
    "asymmetry_major_axis": 0.118,
    "asymmetry_minor_axis": 0.081,
    "border_irregularity": 1.3,
    "solidity": 0.96,
    "colours": ["light_brown", "blue_gray"],
    "light_brown_fraction": 0.71,
    "blue_gray_fraction": 0.12,
}


def words(values, scale_known=False) -> dict[str, str]:
    """Label -> value, with plain spaces."""
    return {row.label: re.sub(r"\s", " ", row.value) for row in present_measurements(values, scale_known=scale_known)}


def test_shape_in_the_words_of_a_clinician():
    shown = words(FULL)
    assert shown["Asymmetry"] == "12% / 8% (long / short axis)"
    assert shown["Border irregularity"] == "1.3 (circle = 1), notches 4%"
    assert shown["Bounding box"] == "200 px × 90 px"
    assert shown["Area"] == "12 000 px"


def test_colours_by_name_with_their_share():
    (row,) = (row for row in present_measurements(FULL, scale_known=False) if row.label == "Colours")
    assert row.value == "light brown 71%, blue-gray 12% (2 of six)"
    assert row.swatches == (COLOURS["light_brown"][1], COLOURS["blue_gray"][1])


def test_a_stored_colour_that_this_version_does_not_know_keeps_its_name():
    (row,) = present_measurements({"colours": ["dark_green", "red"], "dark_green_fraction": 0.2}, scale_known=False)
    assert (row.value, row.swatches) == ("dark green 20%, red (2 of six)", (COLOURS["red"][1],))


def test_no_colour_is_said_and_unknown_colours_are_not():
    assert words(FULL | {"colours": []})["Colours"] == "none of the six"
    assert "Colours" not in words(FULL | {"colours": None})


@pytest.mark.parametrize("scale_known", [True, False])
def test_millimetres_only_where_the_scale_is_known(scale_known):
    shown = words(FULL, scale_known)
    assert (shown["Bounding box"] == "2.0 mm × 0.9 mm · 200 px × 90 px") is scale_known
    assert ("mm" in " ".join(shown.values())) is scale_known


def test_an_older_result_shows_what_it_has():
    assert words({"area_px": 1200.0, "equivalent_diameter_px": 39.1}) == {
        "Equivalent diameter": "39 px",
        "Area": "1 200 px",
    }
    assert words({}) == {}


def test_a_lesion_too_small_for_a_shape_has_no_such_row():
    undefined = dict.fromkeys(("asymmetry_major_axis", "asymmetry_minor_axis", "border_irregularity", "solidity"))
    assert not {"Asymmetry", "Border irregularity"} & words(FULL | undefined).keys()


def test_every_measured_colour_has_words_and_a_swatch():
    assert tuple(COLOURS) == MEASURED_COLOURS


def test_what_is_measured_is_what_is_shown():
    """A name changed on one side would leave its row out silently."""
    mask = ellipse(60, 30)
    picture = np.where(mask[..., None], (166, 123, 91), (194, 150, 130)).astype(np.uint8)
    shown = words(measure(mask, picture, 0.02), scale_known=True)
    assert list(shown) == [
        "Longest diameter",
        "Equivalent diameter",
        "Length of the border",
        "Area",
        "Bounding box",
        "Asymmetry",
        "Border irregularity",
        "Colours",
    ]
    assert all(" mm" in shown[label] for label in list(shown)[:5])
    assert shown["Colours"] == "light brown 100% (1 of six)"


def test_swatches_are_drawn_without_inline_style():
    rows = [Row("Share of the picture", "12.0%"), *present_measurements(FULL, scale_known=False)]
    outlines = {"shown": [1], "counts": {"words": "Machine", "rows": rows}}
    html = render_to_string("cases/sizes.html", {"picture": {"outlines": outlines}})
    assert html.count("<svg") == 2
    assert f'fill="{COLOURS["blue_gray"][1]}"' in html
    assert html.count('aria-hidden="true"') == 2
    assert "blue-gray 12%" in html
    assert "style=" not in html
    assert "<dt>Share of the picture</dt><dd>12.0%</dd>" in html
