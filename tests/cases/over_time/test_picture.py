"""A picture as a point in time."""

import pytest

from analysis.models import Analysis, Segmentation
from cases.over_time.picture import Value, in_order
from tests.cases.over_time.lesions import SQUARE, analysed, day, picture


def test_the_date_is_when_it_was_taken_else_when_it_came_and_says_which():
    assert (picture().at, picture().dated) == (day(1), "taken")
    assert (picture(taken_at=None).at, picture(taken_at=None).dated) == (day(2), "received")


def test_pictures_are_ordered_by_that_date_not_by_arrival():
    late = picture(1, taken_at=day(20))
    early = picture(2, taken_at=day(3))
    received = picture(3, taken_at=None, received_at=day(10))

    assert [each.image.pk for each in in_order([late.image, early.image, received.image])] == [2, 3, 1]


def test_sizes_are_in_millimetres_only_with_a_scale():
    assert picture(analysis=analysed()).size("longest_diameter") == Value(40.0, "px")
    assert picture(analysis=analysed()).size("area") == Value(1000.0, "px")
    scaled = picture(analysis=analysed(), mm_per_pixel=0.1)
    assert scaled.size("longest_diameter") == Value(4.0, "mm")
    assert scaled.size("area") == Value(pytest.approx(10.0), "mm2")  # 1000 px of 0.01 mm2
    assert picture().size("area") is None


def test_a_result_speaks_only_when_the_networks_are_sure():
    assert picture(analysis=analysed(0.65)).probability == Value(0.65, "fraction")
    unsure = picture(analysis=analysed(0.65, verdict="needs_a_person"))
    assert (unsure.verdict, unsure.malignant_probability, unsure.threshold) == ("needs_a_person", None, None)
    # its outline is no class and stands
    assert unsure.size("area") == Value(1000.0, "px")


@pytest.mark.parametrize("state", ["queued", "running", "rejected", "failed"])
def test_without_a_result_nothing_of_the_networks_is_said(state):
    shown = picture(analysis=Analysis(state=state))

    assert (shown.state, shown.verdict, shown.malignant_probability, shown.versions) == (state, "", None, None)
    assert (shown.outlined_by, shown.outline, shown.measurements) == ("", [], {})


def test_a_hidden_result_says_only_that_it_is_there():
    waiting = analysed(0.65)
    waiting.result_hidden = True

    shown = picture(analysis=waiting)

    assert (shown.state, shown.verdict, shown.malignant_probability, shown.versions) == ("hidden", "", None, None)
    assert (shown.outlined_by, shown.outline, shown.measurements) == ("", [], {})


def test_an_outline_drawn_by_a_person_counts_before_the_networks_even_where_their_result_is_hidden():
    drawn = Segmentation(outline=[[[0, 0], [4, 0], [4, 4]]], measurements={"area_px": 8.0})
    shown = picture(analysis=analysed(0.65), drawn=drawn)
    assert (shown.outlined_by, shown.size("area"), shown.outline) == ("person", Value(8.0, "px"), drawn.outline)
    assert shown.malignant_probability == 0.65

    waiting = analysed(0.65)
    waiting.result_hidden = True
    assert picture(analysis=waiting, drawn=drawn).outlined_by == "person"
    assert picture(analysis=analysed()).outline == SQUARE
