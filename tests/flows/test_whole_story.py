"""From the first look to the histology, as a clinician lives it: once with the mouse, once with the keyboard alone.

Given the demo site with its worker and networks; when Cy registers a patient, marks a lesion, adds pictures, sees the
results, sees the patient again, judges blind, overrides the result and signs; then report, histology and performance
page say so. The console stays silent all the way.
"""

from datetime import UTC, datetime

import pytest

from tests.flows.browser import photograph, problems, sign_in, window
from tests.flows.demo import DEMO_PASSWORD
from tests.flows.keyboard import Keyboard
from tests.flows.story_pictures import lesion_pictures
from tests.flows.story_report import report_is_preliminary, report_is_whole
from tests.flows.story_with_keyboard import (
    compare_by_keyboard,
    decide_otherwise_by_keyboard,
    enter_the_histology_by_keyboard,
    give_my_impression_by_keyboard,
    look_at_the_picture_by_keyboard,
    mark_a_lesion_by_keyboard,
    open_a_case_by_keyboard,
    open_the_performance_page_by_keyboard,
    read_the_report_by_keyboard,
    register_a_patient_by_keyboard,
    sign_in_by_keyboard,
)
from tests.flows.story_with_mouse import (
    add_pictures,
    click_on_the_upper_back,
    come_for_the_second_visit,
    compare_with_the_last_visit,
    compared_with_histology,
    decide_otherwise_with_a_reason,
    enter_the_histology,
    give_my_impression,
    nothing_gives_the_result_away,
    open_a_case,
    performance_page_shows_the_override,
    plan_a_follow_up,
    register_a_patient_with_risk_factors,
    results_are_whole,
    sign,
)

CY, CLINIC = "cy@clinic-b.example", "Clinic B"
HIDDEN = ".notice:has-text('Hidden until your impression')"


@pytest.mark.slow
def test_the_whole_story_with_the_mouse(demo, browser, tmp_path):
    demo.on_site("ask_impression_first", CLINIC, "no")
    with window(browser, demo.url) as page:
        sign_in(page, CY, DEMO_PASSWORD)
        histologies = compared_with_histology(page)
        register_a_patient_with_risk_factors(page, "Greta Vogel", "B-3077")
        click_on_the_upper_back(page)
        open_a_case(page)
        add_pictures(page, lesion_pictures(tmp_path, 1), then=".verdict")
        results_are_whole(page)
        photograph(page, "story-1-live-result")
        plan_a_follow_up(page)

        demo.on_site("ask_impression_first", CLINIC, "yes")
        come_for_the_second_visit(page)
        second = page.url
        add_pictures(page, lesion_pictures(tmp_path, 3, first=1), then=HIDDEN)
        nothing_gives_the_result_away(page)
        compare_with_the_last_visit(page, known=False)
        page.goto(second)
        photograph(page, "story-2-blind")
        give_my_impression(page)
        compare_with_the_last_visit(page, known=True)
        page.goto(second)
        report_is_preliminary(page, tmp_path)
        decide_otherwise_with_a_reason(page)
        sign(page)
        photograph(page, "story-3-signed")
        assert problems(page) == []
        says = ["Greta Vogel", "B-3077", "Upper back", "Signed by Cy Chen", "History or change over time", "Hillside"]
        report_is_whole(page, tmp_path, says=says, pictures=3)
        enter_the_histology(page, datetime.now(UTC).date().isoformat())
        photograph(page, "story-4-histology")
        assert compared_with_histology(page) == histologies + 1
        performance_page_shows_the_override(page)
        photograph(page, "story-5-performance")


@pytest.mark.long
@pytest.mark.slow
def test_the_core_of_the_story_with_the_keyboard_alone(demo, browser, tmp_path):
    demo.on_site("ask_impression_first", CLINIC, "yes")
    with window(browser, demo.url) as page:
        keys = Keyboard(page)
        sign_in_by_keyboard(page, keys, CY, DEMO_PASSWORD)
        register_a_patient_by_keyboard(page, keys, "Anton Keller", "B-3078")
        mark_a_lesion_by_keyboard(page, keys)
        open_a_case_by_keyboard(page, keys, lesion_pictures(tmp_path, 2, first=4), then=HIDDEN)
        give_my_impression_by_keyboard(page, keys)
        look_at_the_picture_by_keyboard(page, keys)
        compare_by_keyboard(page, keys)
        decide_otherwise_by_keyboard(page, keys)
        read_the_report_by_keyboard(page, keys, "Anton Keller")
        enter_the_histology_by_keyboard(page, keys, f"{datetime.now(UTC):%m%d%Y}")
        open_the_performance_page_by_keyboard(page, keys)
