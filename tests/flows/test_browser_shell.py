"""What all pages share, in a real browser: the end of a session, lost connections, messages, the one question.

Given Ana on a page with something typed; when the session ends, the site goes away or she presses too often;
then she is told, nothing that she typed is lost, and nothing happens twice.
"""

import re
import time

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from ml.draw import draw_lesion
from tests.flows.browser import chromium, photograph, problems, sign_in, window
from tests.flows.live_site import EMAIL, PASSWORD, LiveSite

pytestmark = pytest.mark.slow
SECONDS = 8  # the life of a session here; half of it before the end the page asks


def site_with(folder, **settings: str):
    """A web server without workers, with a patient and a lesion that Ana is about to open a case for."""
    site = LiveSite(folder)
    site.environment |= settings
    site.make_tables()
    site.on_site("make_account", EMAIL, PASSWORD)
    site.start_web()
    site.sign_in()
    maria = site.post("/api/patients/", record_number="A-77", name="Maria Lindqvist")
    lesion = site.post("/api/lesions/", patient=maria["id"], body_site="upper_back")
    case = site.post("/api/cases/", lesion=lesion["id"], reason="Has grown")
    site.change = f"/patients/{maria['id']}/change/"
    site.open_case = f"/lesions/{lesion['id']}/cases/new/"
    site.case = f"/cases/{case['id']}/"
    return site


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """A site whose sessions last some seconds."""
    site = site_with(tmp_path_factory.mktemp("short"), SKINLESION_SESSION_SECONDS=str(SECONDS))
    yield site
    site.clean_up()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site whose sessions last."""
    site = site_with(tmp_path_factory.mktemp("long"))
    yield site
    site.clean_up()


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the tests here."""
    with chromium() as browser:
        yield browser


def kept(page: Page) -> str:
    """All that this tab keeps of what was typed."""
    page.wait_for_timeout(400)
    ours = "Object.entries(sessionStorage).filter(([key]) => key.startsWith('skinlesion'))"
    return page.evaluate(f"JSON.stringify({ours})")


def test_the_page_asks_before_the_end_and_one_press_stays(short, browser):
    with window(browser, short.url) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.goto(short.open_case)
        started = time.monotonic()
        stay = page.get_by_role("button", name="Stay signed in")
        expect(stay).to_be_focused(timeout=SECONDS * 1000)
        assert problems(page) == []
        photograph(page, "shell-session-ending")
        page.keyboard.press("Escape")
        expect(stay).to_be_visible()
        page.keyboard.press("Enter")
        expect(stay).to_be_hidden()
        page.wait_for_timeout(max(0, SECONDS + 1 - (time.monotonic() - started)) * 1000)
        page.reload()
        expect(page).to_have_url(re.compile(short.open_case))


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.long), 390])
def test_after_the_end_the_page_is_covered_and_what_was_typed_comes_back(short, browser, width):
    with window(browser, short.url, width=width) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.goto(short.change)
        page.get_by_label("Name", exact=True).fill("Maria Lindqvist-Berg")
        again = page.get_by_role("link", name="Sign in again")
        expect(again).to_be_visible(timeout=3 * SECONDS * 1000)
        expect(page.get_by_role("heading", name="Change")).to_be_hidden()
        photograph(page, f"shell-session-ended-{width}")
        assert "Lindqvist-Berg" in kept(page)
        assert "csrf" not in kept(page)
        again.click()
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"**{short.change}")
        expect(page.get_by_label("Name", exact=True)).to_have_value("Maria Lindqvist-Berg")
        photograph(page, f"shell-kept-words-{width}")
        page.get_by_role("button", name="Discard").click()
        expect(page.get_by_label("Name", exact=True)).to_have_value("Maria Lindqvist")
        assert kept(page) == "[]"


def test_another_persons_words_are_not_given_to_who_signs_in_next(site, browser):
    with window(browser, site.url) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.goto(site.change)
        page.evaluate(
            """sessionStorage.setItem("skinlesion.kept:999:/",
            JSON.stringify({ at: Date.now(), kept: { "/ 0": [["a", "b"]] } }))"""
        )
        page.reload()
        assert kept(page) == "[]"


def test_what_was_sent_is_forgotten_and_what_was_refused_is_not(site, browser):
    with window(browser, site.url, expected=("status of 403",)) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.goto(site.change)
        page.get_by_label("Name", exact=True).fill("Maria Lindgren")
        page.context.clear_cookies(name="csrftoken")  # the form is older than the session
        with page.expect_response(lambda answer: answer.status == 403):
            page.get_by_role("button", name=re.compile("^Save")).click()
        page.get_by_role("link", name="Back to the page before").click()
        expect(page.get_by_label("Name", exact=True)).to_have_value("Maria Lindgren")
        expect(page.get_by_text("What you typed is back.")).to_be_visible()
        page.get_by_role("button", name=re.compile("^Save")).click()
        expect(page.get_by_text("The changes are saved.")).to_be_visible()
        assert kept(page) == "[]"
        page.goto(site.change)
        expect(page.get_by_label("Name", exact=True)).to_have_value("Maria Lindgren")
        expect(page.get_by_text("What you typed is back.")).to_have_count(0)


def test_signing_out_asks_when_something_is_not_saved_and_then_forgets_it(site, browser):
    with window(browser, site.url) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.goto(site.open_case)
        page.get_by_label("Reason").fill("Itches")
        page.locator("[data-menu] summary").click()
        page.get_by_role("button", name="Sign out").click()
        question = page.get_by_role("dialog", name="Sign out?")
        expect(question.get_by_role("button", name="No, go back")).to_be_focused()
        photograph(page, "shell-sign-out")
        page.keyboard.press("Escape")
        expect(page.get_by_label("Reason")).to_have_value("Itches")
        assert "Itches" in kept(page)
        page.get_by_role("button", name="Sign out").click()
        question.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/accounts/sign-in/")
        assert kept(page) == "[]"


def test_two_presses_send_a_form_once(site, browser):
    with window(browser, site.url) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.goto(site.open_case)
        page.get_by_label("Reason").fill("Twice?")
        sent = []
        page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        page.route(f"**{site.open_case}", lambda route: (time.sleep(0.5), route.continue_()))
        page.evaluate(
            """() => {
              const button = document.querySelector("main form .button");
              button.click();
              button.click();
              setTimeout(() => button.click(), 50);
            }"""
        )
        page.wait_for_url(re.compile(r"/cases/\d+/$"))
        assert len(sent) == 1


def test_a_lost_connection_is_said_and_nothing_is_lost(site, browser):
    with window(browser, site.url, expected=("net::ERR_INTERNET_DISCONNECTED",)) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.goto(site.open_case)
        page.get_by_label("Reason").fill("Has changed colour")
        page.context.set_offline(True)
        expect(page.get_by_text("This computer is offline.")).to_be_visible()
        # a press now would lead to the browser's error page
        page.get_by_role("button", name="Open and add pictures").click()
        expect(page.locator("[data-not-saved]")).to_contain_text("Not saved")
        assert problems(page) == []
        photograph(page, "shell-offline")
        page.context.set_offline(False)
        expect(page.get_by_text("This computer is offline.")).to_be_hidden()
        expect(page.get_by_label("Reason")).to_have_value("Has changed colour")
        page.get_by_role("button", name="Try again").click()
        page.wait_for_url(re.compile(r"/cases/\d+/$"))


def test_a_refused_fragment_covers_the_page_and_another_window_opens_it_again(site, browser):
    with window(browser, site.url, expected=("status of 401",)) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.goto(site.case)
        page.context.clear_cookies(name="sessionid")
        page.locator("[data-review] [name=notes]").fill("Two shades of brown")
        ended = page.get_by_role("heading", name="The session has ended")
        expect(ended).to_be_visible()
        assert page.url.endswith(site.case)
        other = page.context.new_page()
        sign_in(other, EMAIL, PASSWORD)
        page.bring_to_front()
        expect(ended).to_be_hidden(timeout=10_000)
        # the token of this page is older than the session by now
        page.locator("[data-review] [name=notes]").press_sequentially("!")
        with page.expect_response(lambda answer: "/review/draft/" in answer.url) as saved:
            pass
        assert saved.value.status == 200


def test_one_dialog_asks_before_what_cannot_be_taken_back(site, browser, tmp_path):
    picture = tmp_path / "a.jpg"
    Image.fromarray(draw_lesion(7)[0]).save(picture)
    with window(browser, site.url) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.goto("/imports/")
        page.locator("input[type=file]").set_input_files(picture)
        page.get_by_role("button", name="Check the files").click()
        page.wait_for_url(re.compile(r"/imports/\d+/$"))
        page.locator("summary", has_text="Cancel the import").click()
        question = page.get_by_role("dialog", name="Cancel the import")
        expect(question).to_contain_text("the uploaded files are removed")
        page.keyboard.press("Enter")  # the harmless answer has the focus
        expect(question).to_be_hidden()
        expect(page.locator("summary", has_text="Cancel the import")).to_be_visible()
        page.locator("summary", has_text="Cancel the import").click()
        page.wait_for_timeout(1500)  # the page replaces this part of itself each second
        photograph(page, "shell-ask")
        question.get_by_role("button", name="Yes, cancel this import").click()
        expect(page.get_by_text("Nothing was stored.")).to_be_visible()


def test_messages_stay_while_somebody_is_there_and_go_by_themselves(site, browser):
    with window(browser, site.url) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.clock.install()
        page.goto(site.change)
        page.get_by_role("button", name=re.compile("^Save")).click()
        toast = page.get_by_text("The changes are saved.")
        expect(toast).to_be_visible()
        page.clock.run_for(100)
        page.keyboard.press("F8")
        expect(page.get_by_role("button", name="Close message")).to_be_focused()
        page.clock.run_for(20_000)
        expect(toast).to_be_visible()
        page.evaluate("document.activeElement.blur()")
        page.clock.run_for(9_000)
        expect(toast).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_an_error_has_a_way_back(site, browser, width, scheme):
    context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 850}, color_scheme=scheme)
    page = context.new_page()
    sign_in(page, EMAIL, PASSWORD)
    page.goto("/no/such/page/")
    assert problems(page) == []
    photograph(page, f"shell-404-{width}")
    page.get_by_role("link", name="To the worklist").click()
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()
    context.close()
