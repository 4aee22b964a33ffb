"""So long after signing in a session ends whatever is done: the page says so once, and lets people go on until then."""

import re

import pytest
from playwright.sync_api import expect

from tests.flows.browser import sign_in, window
from tests.flows.live_site import EMAIL, PASSWORD
from tests.flows.test_browser_shell import site_with

pytestmark = [pytest.mark.slow, pytest.mark.long]
LASTS = 25  # seconds after signing in


@pytest.fixture(scope="module")
def ending(tmp_path_factory):
    """A site whose sessions last long when something is done, and never longer than some seconds."""
    changes = {"SKINLESION_SESSION_SECONDS": "200", "SKINLESION_SESSION_MAX_SECONDS": str(LASTS)}
    site = site_with(tmp_path_factory.mktemp("ending"), **changes)
    yield site
    site.clean_up()


def test_the_page_says_that_nothing_prolongs_it_and_covers_itself_at_the_end(ending, browser):
    with window(browser, ending.url) as page:
        sign_in(page, EMAIL, PASSWORD)
        page.goto(ending.open_case)
        expect(page.get_by_text("The session ends in")).to_be_visible()
        expect(page.get_by_text("whatever you do")).to_be_visible()
        expect(page.get_by_text("Nothing was opened or sent")).to_be_hidden()
        page.get_by_role("button", name="Go on until then").click()
        expect(page.get_by_role("dialog")).to_be_hidden()
        page.wait_for_timeout(4000)
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page.get_by_role("heading", name="The session has ended")).to_be_visible(timeout=LASTS * 1000)
        expect(page.locator("body")).to_have_class(re.compile("is-covered"))
