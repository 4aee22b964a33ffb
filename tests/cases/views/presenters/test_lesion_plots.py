"""What is plotted of a lesion."""

from cases.views.presenters.lesion_plots import present_plots
from tests.cases.over_time.lesions import analysed, day, picture


def titles(*pictures) -> list[str]:
    """Of the plots that these give."""
    return [each.title for each in present_plots(list(pictures)).drawn]


def test_sizes_of_unknown_scale_are_single_points_in_pixels():
    plots = present_plots([picture(n, analysis=analysed(), taken_at=day(n)) for n in (1, 2, 3)])

    probability, diameter, area = plots.drawn
    assert (diameter.title, area.title) == ("Longest diameter, unknown scale", "Area, unknown scale")
    assert (len(diameter.dots), diameter.joins, area.joins) == (3, [], [])
    assert len(probability.joins) == 2
    assert (plots.in_pixels, plots.scale_missing) == (True, True)


def test_known_scales_are_joined_and_an_unknown_one_between_them_is_a_gap():
    scaled = [picture(n, analysis=analysed(), taken_at=day(n), mm_per_pixel=0.1) for n in (1, 2, 4)]
    unknown = picture(3, analysis=analysed(), taken_at=day(3))

    plots = present_plots([*scaled[:2], unknown, scaled[2]])

    diameter = plots.drawn[1]
    assert diameter.title == "Longest diameter"
    assert [dot.gap for dot in diameter.dots] == [False, False, True, False]
    assert len(diameter.joins) == 1
    assert "unknown scale" in diameter.dots[2].words
    assert (plots.in_pixels, plots.scale_missing) == (False, True)


def test_versions_break_the_line_of_probabilities_and_not_that_of_sizes():
    plots = present_plots(
        [
            picture(1, analysis=analysed(), taken_at=day(1), mm_per_pixel=0.1),
            picture(2, analysis=analysed(versions=("seg-1", "cls-2")), taken_at=day(2), mm_per_pixel=0.1),
        ]
    )

    probability, diameter, _ = plots.drawn
    assert plots.versions_change
    assert (probability.joins, len(diameter.joins)) == ([], 1)


def test_a_result_left_to_a_person_is_a_gap_that_says_so():
    plots = present_plots(
        [
            picture(1, analysis=analysed(0.2)),
            picture(2, analysis=analysed(0.65, verdict="needs_a_person"), taken_at=day(3)),
        ]
    )

    gap = plots.drawn[0].dots[1]
    assert (gap.gap, gap.words) == (True, "3 May 2026: needs a person")
    assert "65" not in plots.drawn[0].said


def test_a_hidden_result_is_in_no_plot():
    hidden = analysed(0.65)
    hidden.result_hidden = True

    assert titles(picture(1, analysis=hidden)) == []
    shown = present_plots([picture(1, analysis=analysed(0.2)), picture(2, analysis=hidden, taken_at=day(3))])
    assert "65" not in shown.drawn[0].said
    assert shown.drawn[0].dots[1].words == "3 May 2026: result not shown yet"
    assert shown.drawn[1].dots[1].words == "3 May 2026: no outline"


def test_nothing_analysed_draws_nothing():
    assert titles(picture(1), picture(2, taken_at=day(2))) == []
