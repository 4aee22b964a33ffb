"""A case's page."""

import pytest
from django.urls import reverse

from ml.diagnoses import NAMES
from tests.cases.views.conftest import count_queries
from tests.factories import (
    AnalysisFactory,
    DoneAnalysisFactory,
    DrawnSegmentationFactory,
    LesionImageFactory,
    SegmentationFactory,
)


@pytest.fixture
def page(case):
    """Its address."""
    return reverse("cases:case", args=[case.pk])


def test_head_with_patient_lesion_reason_and_state(browser, page):
    html = browser.get(page).content.decode()

    for words in ("Maria Lindqvist", "A-77", "Upper back, posterior torso", "Has grown since spring", "No picture yet"):
        assert words in html


def test_the_result_is_complete(browser, page, image):
    DoneAnalysisFactory(image=image, seconds={"segment": 0.7, "classify": 0.6})

    html = browser.get(page).content.decode()

    for name in NAMES.values():
        assert name.replace("'", "&#x27;") in html
    for words in (
        "Suspicious",
        "65.0%",
        "rule-out point of 30.0%",
        "segmenter-test",
        "classifier-test",
        "1.3 s",
        "60.0%",
    ):
        assert words in html
    assert "Decision support, not a diagnosis." in html
    assert html.count('class="tag"') == 3
    assert f'viewBox="0 0 {image.width} {image.height}"' in html
    assert 'points="10,10 50,10 50,40 10,40"' in html


def test_bars_are_ordered_by_probability(browser, page, image):
    DoneAnalysisFactory(image=image)

    (picture,) = browser.get(page).context["pictures"]

    assert [bar.code for bar in picture.result.bars][:3] == ["mel", "nv", "bkl"]
    assert picture.result.bars[0].percent == "60.0%"


@pytest.mark.parametrize(("scale", "shown"), [(None, False), (0.01, True)])
def test_millimetres_only_where_the_scale_is_known(browser, page, case, scale, shown):
    measured = {"area_px": 1200.0, "longest_diameter_px": 44.0, "longest_diameter_mm": 0.44, "area_mm2": 0.12}
    image = LesionImageFactory(case=case, mm_per_pixel=scale)
    DoneAnalysisFactory(image=image, segmentation=SegmentationFactory(measurements=measured))

    html = browser.get(page).content.decode()

    assert "44\N{NO-BREAK SPACE}px" in html
    assert ("0.4\N{NO-BREAK SPACE}mm" in html) is shown
    assert ("mm²" in html) is shown


def test_a_drawn_picture_says_so(browser, page, case):
    LesionImageFactory(case=case, synthetic=True)

    assert "Synthetic" in browser.get(page).content.decode()


def test_finished_pictures_are_not_polled_and_live_ones_are(browser, page, case):
    done, queued = LesionImageFactory(case=case), LesionImageFactory(case=case)
    DoneAnalysisFactory(image=done)
    AnalysisFactory(image=queued)

    html = browser.get(page).content.decode()

    assert f'hx-get="{reverse("cases:analysis_panel", args=[queued.pk])}" hx-trigger="every 1s"' in html
    assert reverse("cases:analysis_panel", args=[done.pk]) not in html


def test_newest_picture_first(browser, page, case):
    first, second = LesionImageFactory(case=case), LesionImageFactory(case=case)

    pictures = browser.get(page).context["pictures"]

    assert [picture.image for picture in pictures] == [second, first]


def test_the_reason_is_escaped(browser, case, page):
    case.reason = "<b>bold</b>"
    case.save()

    assert "<b>bold" not in browser.get(page).content.decode()


def test_queries_do_not_grow_with_the_pictures(browser, page, case):
    def add(count: int) -> None:
        for _ in range(count):
            image = LesionImageFactory(case=case)
            DoneAnalysisFactory(image=image)
            DrawnSegmentationFactory(image=image)

    add(3)
    few = count_queries(browser, page)
    add(27)

    assert count_queries(browser, page) == few
