"""The numbers of the worklist's tabs, which come after its list."""

import re

import pytest
from django.urls import reverse

from tests.cases.views.conftest import HTMX, browser_of, count_queries
from tests.cases.views.test_show_worklist import WORKLIST, make_case

COUNTS = reverse("cases:count_worklists")


def counts(response) -> dict[str, int]:
    """Each number by the id of its place on the page."""
    html = response.content.decode()
    return {name: int(number) for name, number in re.findall(r'id="count-([\w-]+)" hx-swap-oob="true">(\d+)<', html)}


def test_every_list_has_its_number(browser, clinic_a):
    make_case(clinic_a)
    make_case(clinic_a, state="queued")
    make_case(clinic_a, state="failed")
    make_case(clinic_a, state="empty")

    assert counts(browser.get(COUNTS, headers=HTMX)) == {
        "tab-to_review": 1,
        "tab-needs_a_person": 0,
        "tab-failed": 1,
        "tab-awaiting_histology": 0,
        "tab-follow_up_due": 0,
        "tab-running": 1,
        "tab-all": 4,
    }


@pytest.mark.parametrize("query", ["", "?tab=follow_up_coming&page=2", "?tab=awaiting_histology"])
def test_each_number_has_a_place_on_its_page_and_the_page_asks_for_them(query, browser):
    page = browser.get(WORKLIST + query).content.decode()
    asked = re.search(r'hx-get="(/worklist/counts/[^"]*)" hx-trigger="load, numbers-again"', page)
    address = asked.group(1).replace("&amp;", "&")

    places = set(re.findall(r'class="tabs__count" id="count-([\w-]+)"', page))
    assert places == set(counts(browser.get(address, headers=HTMX)))
    assert len(places) == page.count("tabs__count")


def test_they_are_narrowed_like_the_list(browser, clinic_a):
    make_case(clinic_a, name="Maria Lindqvist")
    make_case(clinic_a, name="Nora New")

    assert counts(browser.get(COUNTS, {"q": "Nora"}, headers=HTMX))["tab-all"] == 1
    assert counts(browser.get(COUNTS, {"verdict": "likely_benign"}, headers=HTMX))["tab-all"] == 0


def test_strangers_count_nothing(clinic_a, cy):
    make_case(clinic_a)

    assert set(counts(browser_of(cy).get(COUNTS, headers=HTMX)).values()) == {0}


def test_without_htmx_it_is_no_page_of_its_own(browser):
    assert browser.get(COUNTS).url == WORKLIST


def test_many_cases_cost_no_more_queries(browser, clinic_a):
    make_case(clinic_a)
    one = count_queries(browser, COUNTS, headers=HTMX)
    for _ in range(9):
        make_case(clinic_a)
    assert count_queries(browser, COUNTS, headers=HTMX) == one
