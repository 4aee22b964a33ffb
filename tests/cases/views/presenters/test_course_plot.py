"""Plots, with places calculated by hand: 31 to 95 percent across, 108 (zero) up to 16 (top) down."""

import pytest

from cases.views.presenters.course_plot import Line, Reading, across, plot, round_up
from tests.cases.over_time.lesions import day


def drawn(*readings: Reading, top: float | None = 100):
    """The plot of these."""
    return plot("Course", list(readings), unit="%", top=top)


def test_places_are_true_to_time_and_number():
    found = drawn(Reading(day(1), 0, "a"), Reading(day(2), 50, "b"), Reading(day(5), 100, "c"))

    # day 2 is a quarter of the way: 31 + 64 / 4 = 47
    assert [(dot.x, dot.y) for dot in found.dots] == [("31.00%", "108.0"), ("47.00%", "62.0"), ("95.00%", "16.0")]
    assert found.ticks == [("108.0", "0%"), ("62.0", "50%"), ("16.0", "100%")]
    assert (found.first, found.last) == ("1 May 2026", "5 May 2026")


def test_pictures_of_one_moment_stand_side_by_side():
    assert across([day(1)]) == [63]
    assert across([day(1)] * 3) == [47, 63, 79]
    assert drawn(Reading(day(1), 1, "a"), Reading(day(1), 2, "b")).last == ""


def test_only_neighbours_of_one_series_are_joined():
    found = drawn(
        Reading(day(1), 0, "a", series="one"),
        Reading(day(2), 50, "b", series="one"),
        Reading(day(3), 50, "c", series="two"),
        Reading(day(4), 50, "d"),
        Reading(day(5), 50, "e"),
    )

    assert found.joins == [Line("31.00%", "108.0", "47.00%", "62.0")]
    # between days 2 and 3: (47 + 63) / 2
    assert found.breaks == ["55.00%"]


def test_a_gap_is_a_gap_and_breaks_the_line_but_not_the_series():
    found = drawn(
        Reading(day(1), 10, "10%", series="one"),
        Reading(day(2), None, "failed"),
        Reading(day(3), 10, "10%", series="one"),
    )

    assert [dot.gap for dot in found.dots] == [False, True, False]
    assert (found.joins, found.breaks) == ([], [])
    assert found.said == "Course. 1 May 2026: 10%; 2 May 2026: failed; 3 May 2026: 10%"


def test_a_gap_does_not_hide_a_change_of_series():
    found = drawn(Reading(day(1), 1, "", series="one"), Reading(day(2), None, ""), Reading(day(3), 1, "", series="two"))
    assert found.breaks == ["63.00%"]


def test_each_threshold_stands_at_its_own_result():
    found = drawn(
        Reading(day(1), 10, "a", threshold=50), Reading(day(3), 10, "b", threshold=100), Reading(day(2), None, "")
    )
    assert [(line.x1, line.x2, line.y1) for line in found.thresholds][0] == ("29.00%", "33.00%", "62.0")
    assert len(found.thresholds) == 2


def test_nothing_to_show_is_no_plot():
    assert drawn() is None
    assert drawn(Reading(day(1), None, "not analysed")) is None


@pytest.mark.parametrize(
    ("number", "rounded"),
    [(0, 1), (0.03, 0.05), (1, 1), (1.01, 2), (4.9, 5), (7.2, 10), (10, 10), (31000, 50000), (1_500_000, 2_000_000)],
)
def test_scales_end_at_a_round_number(number, rounded):
    assert round_up(number) == pytest.approx(rounded)
    assert (
        drawn(Reading(day(1), number, ""), top=None).ticks[-1][1].replace("\N{NARROW NO-BREAK SPACE}", "")
        == f"{rounded:.10g}%"
    )
