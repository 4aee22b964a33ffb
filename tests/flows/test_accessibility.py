"""Every screen, on a wide window and a telephone, light and dark: nothing that axe-core calls serious or critical.

Given the demo with a patient at every stage; when each screen is opened; then axe-core, the page's own rules (nothing
too wide, every control named, every text dark enough) and the console have nothing to say. Pictures of all of it stay
in artifacts/screenshots for people to look at.
"""

import json

import pytest

from tests.conftest import skip_or_fail
from tests.flows.axe_core import SHA512, NotThere, axe_source, is_the_pinned_one
from tests.flows.browser import sign_in, window
from tests.flows.demo import ANA, DEMO_PASSWORD, wait_for_results
from tests.flows.screens import AXE, FOR_ADMINS, SAME_FOR_ALL, WITHOUT_ACCOUNT, look_at

ADA, CY = "admin@clinic-a.example", "cy@clinic-b.example"
# the browser reports the page that is not there
EXPECTED = ("the server responded with a status of 404",)


@pytest.fixture(scope="module")
def axe():
    """The checker."""
    try:
        return axe_source()
    except NotThere as error:
        skip_or_fail(str(error))


@pytest.fixture(scope="module")
def showcase(demo):
    """Addresses of a patient's screens at every stage, with their results."""
    addresses = json.loads(demo.on_site("lay_out_showcase"))
    wait_for_results(demo)
    return addresses


@pytest.mark.slow
@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.long), 390])
def test_no_screen_has_a_serious_violation(demo, showcase, axe, browser, width):
    blind = {"case-blind": showcase["blind"]}
    anas = {name: address for name, address in showcase.items() if name != "blind"}
    seats = (("", WITHOUT_ACCOUNT), (ANA, SAME_FOR_ALL | anas), (CY, blind), (ADA, FOR_ADMINS))
    found = {}
    for who, screens in seats:
        with window(browser, demo.url, width=width, expected=EXPECTED) as page:
            if who:
                sign_in(page, who, DEMO_PASSWORD)
            found |= look_at(page, screens, width=width)
    assert found == {}, json.dumps(found, indent=1)


def test_the_checker_is_the_one_that_was_chosen_and_finds_what_is_wrong(axe, browser):
    assert len(SHA512) == 88
    assert not is_the_pinned_one(b"another script")
    page = browser.new_page()
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src=x><input></main></html>")
    page.evaluate(axe)
    assert {words.split()[0] for words in page.evaluate(AXE, {})} == {"image-alt", "label"}
    page.close()
