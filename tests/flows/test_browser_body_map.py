"""The body map in a real browser: with the mouse, with the keyboard alone, without script.

Given a patient with a lesion on the back; when Ana clicks on the body or goes from region to region with arrow keys;
then the form of a new lesion knows the site and the point, and the list and the dots point at each other.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.flows.browser import chromium, photograph, problems, sign_in, window
from tests.flows.live_site import EMAIL, PASSWORD, LiveSite

pytestmark = pytest.mark.slow
UNDER_THE_BARS = """() => {
  const bottom = document.querySelector(".patient-header").getBoundingClientRect().bottom;
  const focused = document.activeElement;
  if (!focused.closest("main")) return null;
  return focused.getBoundingClientRect().top < bottom - 1 ? focused.outerHTML.slice(0, 80) : null;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A web server without workers, Maria and her lesion."""
    site = LiveSite(tmp_path_factory.mktemp("body-map"))
    try:
        site.make_tables()
        site.on_site("make_account", EMAIL, PASSWORD)
        site.start_web()
        site.sign_in()
        maria = site.post("/api/patients/", record_number="A-77", name="Maria Lindqvist", many_nevi=True)
        back = {"body_site": "upper_back", "body_view": "back", "body_x": 0.42, "body_y": 0.24}
        site.post("/api/lesions/", patient=maria["id"], **back)
        site.maria = f"/patients/{maria['id']}/"
        yield site
    finally:
        site.clean_up()


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the tests here."""
    with chromium() as browser:
        yield browser


def place(page: Page) -> tuple[str, str, float, float]:
    """What the form of a new lesion holds."""
    view, x, y = (page.locator(f"[name=body_{name}]").input_value() for name in ("view", "x", "y"))
    return page.locator("[name=body_site]").input_value(), view, float(x), float(y)


def click_at(page: Page, side: str, left: float, top: float) -> None:
    """On the map of that side."""
    picture = page.get_by_label(re.compile(f"^Body map, {side}"))
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * left, "y": box["height"] * top})


def test_a_click_on_the_body_marks_a_lesion_exactly_there(site, browser):
    with window(browser, site.url) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.goto(site.maria)
        click_at(page, "front", 0.58, 0.25)
        page.wait_for_url("**/lesions/new/**")
        assert place(page) == ("chest", "front", pytest.approx(0.58, abs=0.01), pytest.approx(0.25, abs=0.01))
        expect(page.get_by_text("Point: chest, front")).to_be_visible()
        click_at(page, "back", 0.12, 0.88)
        assert place(page)[:2] == ("sole", "back")
        page.get_by_label("Body site").select_option("face")
        assert place(page)[:2] == ("face", "front")
        photograph(page, "body-map-pick")
        page.get_by_role("button", name="Mark the lesion").click()
        expect(page.get_by_role("heading", name="Face, head and neck")).to_be_visible()


def test_the_keyboard_alone_goes_from_region_to_region_and_moves_the_point(site, browser):
    with window(browser, site.url) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.goto(site.maria)
        page.get_by_role("link", name="Mark a lesion", exact=True).focus()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Mark a lesion: face, front")).to_be_focused()
        for key in ("ArrowDown", "ArrowDown"):
            page.keyboard.press(key)
        expect(page.get_by_role("link", name="Mark a lesion: chest, front")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url("**/lesions/new/**")
        site_code, view, x, y = place(page)
        assert (site_code, view) == ("chest", "front")
        page.locator("svg[data-pick=front]").focus()
        for _ in range(3):
            page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("ArrowLeft")
        assert place(page) == ("abdomen", "front", pytest.approx(x - 0.01), pytest.approx(y + 0.15))
        page.keyboard.press("Delete")
        assert page.locator("[name=body_x]").input_value() == ""


def test_a_dot_shows_its_card_and_row_and_the_row_its_dot(site, browser):
    with window(browser, site.url) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.goto(site.maria)
        dot, row = page.locator("[data-dot]").last, page.locator("[data-lesion]").first
        expect(page.locator("[data-card]:visible")).to_have_count(0)
        dot.focus()
        expect(page.locator("[data-card]:visible")).to_contain_text("1 · Upper back")
        expect(row).to_have_class(re.compile("lesion-row--linked"))
        photograph(page, "body-map-card")
        page.keyboard.press("Escape")
        expect(page.locator("[data-card]:visible")).to_have_count(0)
        row.get_by_role("link").focus()
        expect(dot).to_have_class(re.compile("body-map__dot--linked"))


@pytest.mark.parametrize("width", [1280, 390])
def test_the_patients_header_stays_and_never_covers_what_has_the_focus(site, browser, width):
    with window(browser, site.url, width=width) as page:
        sign_in(page, EMAIL, PASSWORD)
        for address in (site.maria, f"{site.maria}change/"):
            page.goto(address)
            assert problems(page) == []
            assert page.locator(".patient-header").bounding_box()["height"] <= 90
            page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            page.locator(".footer").click()
            covered = set()
            for _ in range(40):
                page.keyboard.press("Shift+Tab")
                covered.add(page.evaluate(UNDER_THE_BARS))
            assert covered == {None}
            page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            expect(page.locator(".patient-header")).to_be_in_viewport()


def test_without_script_a_region_is_a_link(site, browser):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, EMAIL, PASSWORD)
    page.goto(site.maria)
    page.get_by_role("link", name="Mark a lesion: left shoulder, back").click()
    assert place(page)[:2] == ("shoulder", "back")
    page.get_by_role("link", name="Mark a lesion: abdomen, front").click()
    assert place(page)[:2] == ("abdomen", "front")
    expect(page.locator("svg[data-pick=front] [data-marker]")).to_be_visible()
    context.close()
