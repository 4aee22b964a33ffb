"""The compare page's pair."""

import re

from analysis.models import Segmentation
from cases.views.presenters.comparison_page import MACHINE_AND_PERSON, SEGMENTERS, present_comparison
from tests.cases.over_time.lesions import SQUARE, analysed, day, picture

DRAWN = Segmentation(outline=SQUARE, measurements={"area_px": 9.0, "equivalent_diameter_px": 3.4})


def test_without_script_the_pictures_already_lie_on_each_other():
    page = present_comparison(
        (
            picture(1, analysis=analysed(), mm_per_pixel=0.1),
            picture(2, analysis=analysed(), mm_per_pixel=0.05, taken_at=day(9)),
        )
    )

    assert [pane.transform for pane in page.panes] == [
        "scale(0.1) translate(-30.000 -25.000)",
        "scale(0.05) translate(-30.000 -25.000)",
    ]
    assert page.view_box == "-3.000 -2.500 6.400 4.800"
    assert page.panes[0].scales == {"width": "1.5625", "mm": "0.1", "diameter": "1.14286"}
    assert page.interval == "8 days"


def test_what_is_not_known_is_empty_for_the_script():
    page = present_comparison((picture(1, drawn=DRAWN), picture(2, taken_at=day(9))))

    assert page.panes[1].places["centroid"] == ""
    assert page.panes[1].scales["mm"] == page.panes[1].scales["diameter"] == ""
    assert not page.sized_alike
    assert all(re.fullmatch(r"-?[\d.]+ -?[\d.]+", pane.places["middle"]) for pane in page.panes)


def test_what_else_may_have_changed_is_said():
    machine = picture(1, analysis=analysed())
    person = picture(2, analysis=analysed(), drawn=DRAWN, taken_at=day(9))
    other = picture(3, analysis=analysed(versions=("seg-2", "cls-1")), taken_at=day(9))

    assert present_comparison((machine, person)).cautions == [MACHINE_AND_PERSON]
    assert present_comparison((machine, other)).cautions == [SEGMENTERS]
    assert present_comparison((machine, picture(4, analysis=analysed(), taken_at=day(9)))).cautions == []
    overview = picture(5, image_type="overview", analysis=analysed(), taken_at=day(9))
    assert "different kinds" in present_comparison((machine, overview)).cautions[0]
