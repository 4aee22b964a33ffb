"""Changes, with sums done by hand."""

import pytest

from cases.over_time.change import compare
from tests.cases.over_time.lesions import analysed, day, picture


def changes(one, other) -> dict:
    """By name."""
    return {change.name: change for change in compare(one, other).changes}


def test_sizes_in_one_scale_are_subtracted_and_divided():
    before = picture(1, analysis=analysed(), mm_per_pixel=0.1)
    after = picture(
        2, analysis=analysed(longest_diameter_px=100.0, area_px=2500.0), mm_per_pixel=0.05, taken_at=day(31, 7)
    )

    found = changes(before, after)

    # 40 px of 0.1 mm = 4 mm; 100 px of 0.05 mm = 5 mm
    assert (found["longest_diameter"].absolute, found["longest_diameter"].relative) == (1.0, 0.25)
    # 1000 px of 0.01 mm2 = 10 mm2; 2500 px of 0.0025 mm2 = 6.25 mm2
    assert found["area"].absolute == pytest.approx(-3.75)
    assert found["area"].relative == pytest.approx(-0.375)
    assert compare(before, after).days == 91  # 30 days of May, June 30, July 31


@pytest.mark.parametrize(("one", "other"), [(None, None), (0.1, None), (None, 0.1)])
def test_an_unknown_scale_compares_no_size(one, other):
    found = changes(
        picture(1, analysis=analysed(), mm_per_pixel=one),
        picture(2, analysis=analysed(area_px=2000.0), mm_per_pixel=other, taken_at=day(9)),
    )

    for name in ("area", "longest_diameter", "equivalent_diameter"):
        assert (found[name].absolute, found[name].relative, found[name].not_compared) == (None, None, "unknown_scale")
    # shapes need no scale
    assert found["border_irregularity"].absolute == 0.0


def test_shapes_and_their_noise():
    before = picture(1, analysis=analysed())
    after = picture(
        2,
        analysis=analysed(asymmetry_major_axis=0.16, asymmetry_minor_axis=0.07, border_irregularity=1.5),
        taken_at=day(9),
    )

    found = changes(before, after)

    assert found["asymmetry_major_axis"].absolute == pytest.approx(0.06)
    assert not found["asymmetry_major_axis"].within_noise  # more than 0.045
    assert found["asymmetry_minor_axis"].within_noise  # 0.02 of 0.048
    assert found["border_irregularity"].relative == pytest.approx(0.25)
    assert (found["area"].noise, found["area"].within_noise) == (None, False)


def test_the_order_is_that_of_time_whichever_is_named_first():
    old, new = picture(7, taken_at=day(1)), picture(3, taken_at=day(5))

    assert compare(new, old) == compare(old, new)
    assert (compare(new, old).earlier, compare(new, old).days) == (old, 4)


def test_probabilities_of_one_version_are_compared():
    found = changes(picture(1, analysis=analysed(0.2)), picture(2, analysis=analysed(0.5), taken_at=day(9)))
    assert found["malignant_probability"].absolute == pytest.approx(0.3)
    assert found["malignant_probability"].relative == pytest.approx(1.5)


@pytest.mark.parametrize("versions", [("seg-1", "cls-2"), ("seg-2", "cls-1")])
def test_probabilities_of_other_versions_are_shown_and_not_compared(versions):
    found = changes(
        picture(1, analysis=analysed(0.2)), picture(2, analysis=analysed(0.5, versions=versions), taken_at=day(9))
    )["malignant_probability"]

    assert (found.earlier.number, found.later.number) == (0.2, 0.5)
    assert (found.absolute, found.relative, found.not_compared) == (None, None, "other_versions")


def test_what_only_one_picture_has_is_missing():
    found = changes(picture(1), picture(2, analysis=analysed(), taken_at=day(9)))

    assert {change.not_compared for change in found.values()} == {"missing"}
    assert found["border_irregularity"].earlier is None
    assert found["border_irregularity"].later.number == 1.2


def test_nothing_has_no_relative_change():
    found = changes(
        picture(1, analysis=analysed(asymmetry_major_axis=0.0)), picture(2, analysis=analysed(), taken_at=day(9))
    )
    assert (found["asymmetry_major_axis"].absolute, found["asymmetry_major_axis"].relative) == (0.1, None)


def test_colours_that_came_and_went():
    before = picture(1, analysis=analysed())
    after = picture(2, analysis=analysed(colours=["light_brown", "black"]), taken_at=day(9))

    found = compare(before, after).colours

    assert (found.appeared, found.vanished, found.stayed) == (["black"], ["red"], ["light_brown"])
    assert compare(before, picture(3, analysis=analysed(colours=None), taken_at=day(9))).colours is None
    assert compare(before, picture(3, analysis=analysed(colours=[]), taken_at=day(9))).colours.vanished == [
        "light_brown",
        "red",
    ]
