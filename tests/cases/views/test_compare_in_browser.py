"""The time line and the compare page in a real browser: what only a script can do."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.urls import reverse

from tests.cases.views.conftest import browser_of
from tests.factories import CaseFactory, DoneAnalysisFactory, LesionFactory, LesionImageFactory, PatientFactory
from tests.flows.browser import chromium, problems, window

MEASURED = {"area_px": 1200.0, "longest_diameter_px": 50.0, "equivalent_diameter_px": 39.1}
OUTLINE = [[[0, 0], [20, 0], [20, 10], [0, 10]]]  # its middle is at 10, 5


@pytest.fixture
def visit(live_server, ana):
    """Three pictures of one lesion, the second measured in another scale, and the cookie of Ana's session."""
    lesion = LesionFactory(patient=PatientFactory(clinic=ana.clinic))
    for month, scale in ((1, 0.1), (2, 0.2), (3, 0.1)):
        image = LesionImageFactory(
            case=CaseFactory(lesion=lesion), taken_at=datetime(2025, month, 1, 12, tzinfo=UTC), mm_per_pixel=scale
        )
        DoneAnalysisFactory(image=image, segmentation__measurements=MEASURED, segmentation__outline=OUTLINE)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": browser_of(ana).cookies[name].value, "url": live_server.url}
    return live_server.url, lesion, cookie


def styles(page) -> list[str]:
    """Size and place of the two drawings."""
    return [page.locator("[data-drawing]").nth(number).get_attribute("style") for number in (0, 1)]


def placed(page) -> str:
    """How the later picture lies in the drawing."""
    return page.locator("[data-place]").nth(1).get_attribute("transform")


def clip(page) -> str:
    """What the slider cuts off the later picture."""
    return page.locator("[data-window]").nth(1).evaluate("element => element.style.clipPath")


def look_at_the_line(page, lesion) -> None:
    """Marking two pictures fills the form, in the order of time; a third takes the place of the first."""
    page.goto(reverse("cases:lesion", args=[lesion.pk]))
    picks, form = page.locator("[data-pick]"), page.locator("[data-choose-pair]")
    first, second, third = (picks.nth(number).get_attribute("data-pick") for number in range(3))
    picks.nth(1).check()
    picks.nth(0).check()
    assert [form.locator(f"#id_{name}").input_value() for name in "ab"] == [first, second]
    page.locator(".shot__frame").nth(2).click()
    assert [form.locator(f"#id_{name}").input_value() for name in "ab"] == [first, third]
    assert not picks.nth(1).is_checked()
    assert problems(page) == []
    form.get_by_role("button", name="Compare").click()
    page.wait_for_url(re.compile(rf"a={first}&b={third}$"))


def look_side_by_side(page) -> None:
    """Both zoom and move as one; the turn is the later picture's alone; alignment and size can be changed."""
    later = page.locator("[data-frame]").nth(1)
    whole = styles(page)[0]
    later.focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    zoomed = styles(page)
    assert zoomed[0] == zoomed[1] != whole
    page.keyboard.press("0")
    assert styles(page) == [whole, whole]
    page.keyboard.press("]")
    assert placed(page).startswith("rotate(1) scale(0.2) translate(-10 -5)")
    assert page.locator("[data-place]").nth(0).get_attribute("transform").startswith("rotate(0) scale(0.1)")
    page.keyboard.press("a")
    assert "translate(-32 -24)" in placed(page)
    page.locator("[data-size]").select_option("diameter")
    assert page.locator("[data-diameter-note]").is_visible()
    page.get_by_role("button", name="Reset").click()
    assert placed(page) == "rotate(0) scale(0.2) translate(-10 -5)"
    later.focus()
    page.keyboard.press("o")
    assert not page.locator(".pane__outline").first.is_visible()
    page.keyboard.press("o")


def look_with_the_slider(page) -> None:
    """The range, the keys and the hand move the line."""
    page.keyboard.press("2")
    assert clip(page) == "inset(0px 0px 0px 50%)"
    page.keyboard.press(".")
    assert clip(page) == "inset(0px 0px 0px 52%)"
    box = page.locator("[data-frame]").nth(1).bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.52, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 60)
    page.mouse.up()
    assert page.locator("[data-wipe]").input_value() == "25"


def look_blinking(page) -> None:
    """It waits to be started; space starts and stops it; the other one can be shown by hand."""
    page.get_by_label("Blink", exact=True).check()
    assert clip(page) == ""
    run, which = page.locator("[data-blink-run]"), page.locator("[data-which]")
    assert run.get_attribute("aria-pressed") == "false"
    page.keyboard.press("Space")
    for shown in ("Earlier", "Later"):
        page.locator("[data-which]", has_text=shown).wait_for()
    page.keyboard.press("Space")
    assert run.get_attribute("aria-pressed") == "false"
    before = which.inner_text()
    page.keyboard.press("x")
    assert which.inner_text() != before


@pytest.mark.slow
def test_two_pictures_are_chosen_on_the_line_and_compared_in_three_ways(visit):
    site, lesion, cookie = visit
    with chromium() as browser, window(browser, site) as page:
        page.context.add_cookies([cookie])
        look_at_the_line(page, lesion)
        page.goto(f"{reverse('cases:compare', args=[lesion.pk])}?{_first_two(page)}")
        page.wait_for_selector(".pane--later.pane--loaded")
        look_side_by_side(page)
        look_with_the_slider(page)
        look_blinking(page)
        assert problems(page) == []


@pytest.mark.slow
def test_where_motion_is_unwelcome_it_blinks_once_a_second_at_most(visit):
    site, lesion, cookie = visit
    with chromium() as browser, window(browser, site, width=390) as page:
        page.context.add_cookies([cookie])
        page.emulate_media(reduced_motion="reduce")
        page.goto(reverse("cases:compare", args=[lesion.pk]))
        page.get_by_label("Blink", exact=True).check()
        page.locator("[data-blink-seconds]").fill("0.5")
        assert page.locator("[data-blink-said]").inner_text() == "1.0 s"
        assert problems(page) == []


def _first_two(page) -> str:
    options = page.locator("#id_a option").evaluate_all("options => options.map((option) => option.value)")
    return f"a={options[0]}&b={options[1]}"
