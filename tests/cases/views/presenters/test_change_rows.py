"""The table of changes in words."""

from cases.over_time.change import compare
from cases.views.presenters.change_rows import present_changes, present_colours
from tests.cases.over_time.lesions import analysed, day, picture


def rows(one, other) -> dict:
    """By label, with plain spaces."""
    return {row.label: row for row in present_changes(compare(one, other))}


def plain(words: str) -> str:
    """With ordinary spaces."""
    return words.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_a_growth_in_numbers_and_bars():
    before = picture(1, analysis=analysed(), mm_per_pixel=0.1)
    after = picture(2, analysis=analysed(longest_diameter_px=50.0), mm_per_pixel=0.1, taken_at=day(9))

    row = rows(before, after)["Longest diameter"]

    assert (plain(row.earlier), plain(row.later), plain(row.change)) == ("4.0 mm", "5.0 mm", "+1.0 mm")
    assert (row.relative, row.direction, row.bars, row.noise) == ("+25%", "up", ("80.0%", "100.0%"), "")


def test_an_unknown_scale_is_said_on_both_sides_of_the_row():
    row = rows(picture(1, analysis=analysed(), mm_per_pixel=0.1), picture(2, analysis=analysed(), taken_at=day(9)))[
        "Area"
    ]

    assert plain(row.earlier) == "10.0 mm²"
    assert plain(row.later) == "1 000 px (unknown scale)"
    assert (row.change, row.relative, row.bars) == ("", "", None)
    assert "unknown scale" in row.why_not


def test_a_probability_is_in_points_of_a_whole_bar_with_its_noise():
    row = rows(picture(1, analysis=analysed(0.1)), picture(2, analysis=analysed(0.2), taken_at=day(9)))[
        "Malignant probability"
    ]

    assert (plain(row.change), row.relative, row.bars) == ("+10.0 points", "+100%", ("10.0%", "20.0%"))
    assert (plain(row.noise), row.within_noise) == ("±25.0 points", True)


def test_other_versions_and_missing_values_say_why_there_is_no_change():
    other = picture(2, analysis=analysed(0.5, versions=("seg-1", "cls-2")), taken_at=day(9))
    assert "model versions" in rows(picture(1, analysis=analysed()), other)["Malignant probability"].why_not
    row = rows(picture(1), other)["Asymmetry, long axis"]
    assert (row.earlier, row.later, row.why_not) == ("not known", "10.0%", "not known for both")


def test_two_circles_without_asymmetry_have_empty_bars():
    round_ones = [picture(n, analysis=analysed(asymmetry_major_axis=0.0), taken_at=day(n)) for n in (1, 2)]
    row = rows(*round_ones)["Asymmetry, long axis"]
    assert (row.bars, row.direction, row.relative) == (("0.0%", "0.0%"), "same", "")


def test_colours_in_words():
    after = picture(2, analysis=analysed(colours=["light_brown", "green"]), taken_at=day(9))

    found = present_colours(compare(picture(1, analysis=analysed()), after))

    assert [(colour.name, colour.fate, bool(colour.swatch)) for colour in found] == [
        ("green", "appeared", False),
        ("red", "vanished", True),
        ("light brown", "stayed", True),
    ]
    assert present_colours(compare(picture(1), after)) is None
