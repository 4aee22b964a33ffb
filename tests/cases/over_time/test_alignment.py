"""Middles and scales, with sums done by hand."""

import pytest

from analysis.models import Segmentation
from cases.over_time.alignment import centroid, layout_of
from tests.cases.over_time.lesions import analysed, day, picture


def test_the_middle_of_a_rectangle_either_way_round():
    assert centroid([[[10, 10], [50, 10], [50, 40], [10, 40]]]) == pytest.approx((30, 25))
    assert centroid([[[10, 40], [50, 40], [50, 10], [10, 10]]]) == pytest.approx((30, 25))


def test_the_middle_of_two_polygons_weighs_their_areas():
    # areas 4 and 1: (4 * 1 + 1 * 10.5) / 5 = 2.9
    outline = [[[0, 0], [2, 0], [2, 2], [0, 2]], [[10, 0], [10, 1], [11, 1], [11, 0]]]
    assert centroid(outline) == pytest.approx((2.9, (4 * 1 + 0.5) / 5))


def test_a_triangle_has_its_middle_at_a_third():
    assert centroid([[[0, 0], [6, 0], [0, 3]]]) == pytest.approx((2, 1))


@pytest.mark.parametrize("outline", [[], [[[1, 1], [2, 2]]]])
def test_no_area_has_no_middle(outline):
    assert centroid(outline) is None


def test_two_known_scales_are_one_scale_with_the_outlines_middles_on_each_other():
    one = picture(1, analysis=analysed(), mm_per_pixel=0.1)
    other = picture(2, analysis=analysed(), mm_per_pixel=0.05, taken_at=day(9))

    layout = layout_of(one, other)

    assert (layout.centred, layout.in_mm) == (True, True)
    assert layout.place(layout.earlier) == (0.1, pytest.approx((30, 25)))
    assert layout.place(layout.later) == (0.05, pytest.approx((30, 25)))
    # the larger reaches from (-3, -2.5) to (3.4, 2.3) mm: 6.4 x 4.8, which is 4:3
    assert layout.view == pytest.approx((-3, -2.5, 6.4, 4.8))


def test_one_unknown_scale_makes_all_pictures_equally_wide():
    wide = picture(1, analysis=analysed(), mm_per_pixel=0.1)
    twice = picture(2, analysis=analysed(), width=128, height=96, taken_at=day(9))

    layout = layout_of(wide, twice)

    assert not layout.in_mm
    assert layout.place(layout.earlier)[0] * 64 == layout.place(layout.later)[0] * 128 == 100


def test_without_an_outline_the_pictures_middles_lie_on_each_other():
    layout = layout_of(picture(1, analysis=analysed()), picture(2, taken_at=day(9)))

    assert not layout.centred
    assert [layout.place(each)[1] for each in (layout.earlier, layout.later)] == [(32, 24), (32, 24)]
    assert layout.view == pytest.approx((-50, -37.5, 100, 75))


def test_lesions_of_one_size_when_both_have_an_outline():
    drawn = Segmentation(outline=[[[0, 0], [4, 0], [4, 4]]], measurements={"equivalent_diameter_px": 80.0})
    layout = layout_of(picture(1, drawn=drawn), picture(2, taken_at=day(9)))

    assert layout.earlier.by_diameter == 0.5  # 40 units across
    assert layout.later.by_diameter is None
