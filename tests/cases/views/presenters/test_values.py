"""Numbers with their units."""

import pytest

from cases.over_time.picture import Value
from cases.views.presenters.values import days_words, difference_words, relative_words, value_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Value(6.44, "mm"), "6.4 mm"),
        (Value(12.25, "mm2"), "12.2 mm²"),
        (Value(12345.6, "px"), "12 346 px"),
        (Value(0.125, "fraction"), "12.5%"),
        (Value(1.306, "ratio"), "1.31"),
        (None, ""),
    ],
)
def test_a_value(value, words):
    assert value_words(value).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (0.84, "mm", "+0.8 mm"),
        (-0.84, "mm", "−0.8 mm"),
        (0.04, "mm", "±0.0 mm"),
        (-0.031, "fraction", "−3.1 points"),
        (0.0, "ratio", "±0.00"),
    ],
)
def test_a_difference_has_a_sign_unless_it_rounds_to_nothing(number, unit, words):
    assert difference_words(number, unit).replace("\N{NO-BREAK SPACE}", " ") == words


def test_relative_changes_and_days():
    assert [relative_words(share) for share in (0.254, -0.5, 0.001, None)] == ["+25%", "−50%", "±0%", ""]
    assert [days_words(days) for days in (0, 1, 182)] == ["same day", "1 day", "182 days"]
