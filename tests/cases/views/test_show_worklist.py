"""The worklist."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from tests.cases.views.conftest import browser_of, count_queries
from tests.factories import (
    AnalysisFactory,
    CaseFactory,
    DoneAnalysisFactory,
    LesionFactory,
    LesionImageFactory,
    PatientFactory,
    PredictionFactory,
    SignedReviewFactory,
)

WORKLIST = reverse("cases:worklist")


def make_case(clinic, *, name="Maria Lindqvist", state="done", site="upper_back", **patient) -> Case:
    """A case with one picture whose analysis is in `state`; "empty" has no picture."""
    lesion = LesionFactory(patient=PatientFactory(clinic=clinic, name=name, **patient), body_site=site)
    case = CaseFactory(lesion=lesion)
    if state == "done":
        DoneAnalysisFactory(image=LesionImageFactory(case=case))
    elif state == "failed":
        AnalysisFactory(
            image=LesionImageFactory(case=case),
            state="failed",
            reason_code="worker_lost",
            reason="The worker was lost.",
            finished_at=timezone.now(),
        )
    elif state == "queued":
        AnalysisFactory(image=LesionImageFactory(case=case))
    return case


def names(response) -> list[str]:
    """Whose cases the page lists, from top to bottom."""
    return re.findall(r'class="rows__link" id="row-\d+" href="/cases/\d+/">([^<]+)<', response.content.decode())


def test_each_tab_lists_its_state_and_counts_itself(browser, clinic_a):
    make_case(clinic_a, name="Done Dora")
    make_case(clinic_a, name="Queued Quinn", state="queued")
    make_case(clinic_a, name="Failed Fay", state="failed")
    make_case(clinic_a, name="Empty Emil", state="empty")

    assert names(browser.get(WORKLIST)) == ["Done Dora"]
    assert names(browser.get(WORKLIST, {"tab": "running"})) == ["Queued Quinn"]
    assert names(browser.get(WORKLIST, {"tab": "failed"})) == ["Failed Fay"]
    assert set(names(browser.get(WORKLIST, {"tab": "all"}))) == {
        "Done Dora",
        "Queued Quinn",
        "Failed Fay",
        "Empty Emil",
    }
    # the numbers of the other lists would keep this one waiting: they come by themselves
    tabs = browser.get(WORKLIST).context["tabs"]
    assert {tab.words: tab.count for tab in tabs if tab.count is not None} == {"To review": 1}


def test_oldest_case_is_on_top_and_the_newest_of_all(browser, clinic_a):
    old = make_case(clinic_a, name="Old Olga")
    make_case(clinic_a, name="New Nina")
    Case.objects.filter(pk=old.pk).update(opened_at=timezone.now() - timedelta(days=3))

    assert names(browser.get(WORKLIST)) == ["Old Olga", "New Nina"]
    assert names(browser.get(WORKLIST, {"sort": "newest"})) == ["New Nina", "Old Olga"]
    assert names(browser.get(WORKLIST, {"sort": "name"})) == ["New Nina", "Old Olga"]
    assert names(browser.get(WORKLIST, {"tab": "all"})) == ["New Nina", "Old Olga"]


def test_search_finds_name_and_record_number(browser, clinic_a):
    make_case(clinic_a, name="Maria Lindqvist", record_number="A-77")
    make_case(clinic_a, name="Jonas Haas", record_number="B-12")

    assert names(browser.get(WORKLIST, {"q": "lindq mar"})) == ["Maria Lindqvist"]
    assert names(browser.get(WORKLIST, {"q": "b-12"})) == ["Jonas Haas"]
    assert "Nothing matches" in browser.get(WORKLIST, {"q": "nobody"}).content.decode()


def test_site_filter_includes_the_parts_of_a_region(browser, clinic_a):
    make_case(clinic_a, name="Back Bea", site="lower_back")
    make_case(clinic_a, name="Face Fritz", site="face")

    assert names(browser.get(WORKLIST, {"site": "posterior_torso"})) == ["Back Bea"]
    assert names(browser.get(WORKLIST, {"site": "face"})) == ["Face Fritz"]
    assert len(names(browser.get(WORKLIST, {"site": "no-such-place"}))) == 2


def test_search_stays_in_the_address_of_tabs_and_pages(browser, clinic_a):
    for _ in range(26):
        make_case(clinic_a)

    html = browser.get(WORKLIST, {"q": "Maria", "site": "upper_back"}).content.decode()

    assert 'href="?q=Maria&amp;site=upper_back&amp;tab=running"' in html
    assert 'href="?q=Maria&amp;site=upper_back&amp;page=2"' in html


def test_pages_of_25(browser, clinic_a):
    for _ in range(27):
        make_case(clinic_a)

    assert len(names(browser.get(WORKLIST))) == 25
    assert len(names(browser.get(WORKLIST, {"page": 2}))) == 2
    assert len(names(browser.get(WORKLIST, {"page": "rubbish"}))) == 25


def test_risk_is_that_of_the_most_suspicious_picture(browser, clinic_a):
    case = make_case(clinic_a)
    calm = PredictionFactory(malignant_probability=0.04, verdict="likely_benign")
    DoneAnalysisFactory(image=LesionImageFactory(case=case), prediction=calm)

    html = browser.get(WORKLIST).content.decode()

    assert "Suspicious" in html
    assert "65.0%" in html
    assert "4.0%" not in html


def test_a_case_without_result_shows_no_risk(browser, clinic_a):
    make_case(clinic_a, state="failed")

    html = browser.get(WORKLIST, {"tab": "failed"}).content.decode().partition('id="results"')[2]

    assert "No result" in html
    assert "Suspicious" not in html
    assert "Likely benign" not in html


@pytest.mark.parametrize(
    ("state", "advice"),
    [
        ("to_review", "Choose a patient"),
        ("running", "Nothing is running"),
        ("failed", "Nothing has failed"),
        ("needs_a_person", "Nothing needs a person"),
        ("awaiting_histology", "No histology is awaited"),
        ("histology_overdue", "No histology is overdue"),
        ("follow_up_due", "No follow-up is due"),
        ("follow_up_coming", "No follow-up in the next four weeks"),
        ("lost_to_follow_up", "Nobody is lost to follow-up"),
        ("all", "Register a patient"),
    ],
)
def test_an_empty_tab_says_what_to_do(browser, state, advice):
    assert advice in browser.get(WORKLIST, {"tab": state}).content.decode()


def test_names_are_escaped(browser, clinic_a):
    make_case(clinic_a, name="<script>alert(1)</script>")

    html = browser.get(WORKLIST).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("query", ["tab=all", "tab=to_review", "tab=to_review&verdict=suspicious&sort=risk&q=Maria"])
def test_one_row_costs_as_many_queries_as_thirty(browser, clinic_a, query):
    make_case(clinic_a)
    one = count_queries(browser, f"{WORKLIST}?{query}")
    for _ in range(29):
        make_case(clinic_a)

    assert count_queries(browser, f"{WORKLIST}?{query}") == one


def test_filters_of_risk_day_and_person(browser, ana, clinic_a):
    mine = make_case(clinic_a, name="Mine Mia")
    Case.objects.filter(pk=mine.pk).update(opened_by=ana, opened_at=timezone.now() - timedelta(days=10))
    calm = PredictionFactory(malignant_probability=0.04, verdict="likely_benign")
    other = make_case(clinic_a, name="Calm Cora", state="empty")
    DoneAnalysisFactory(image=LesionImageFactory(case=other), prediction=calm)
    day = timezone.localdate() - timedelta(days=10)

    assert names(browser.get(WORKLIST, {"mine": "on"})) == ["Mine Mia"]
    assert names(browser.get(WORKLIST, {"verdict": "likely_benign"})) == ["Calm Cora"]
    assert names(browser.get(WORKLIST, {"verdict": "no_result"})) == []
    assert names(browser.get(WORKLIST, {"opened_to": day})) == ["Mine Mia"]
    assert names(browser.get(WORKLIST, {"opened_from": day + timedelta(days=1)})) == ["Calm Cora"]
    assert names(browser.get(WORKLIST, {"sort": "risk"})) == ["Mine Mia", "Calm Cora"]
    assert len(names(browser.get(WORKLIST, {"opened_from": "rubbish", "verdict": "moon"}))) == 2


@pytest.mark.parametrize(
    ("tab", "management", "days_ago", "fields", "words"),
    [
        ("awaiting_histology", "excise", 3, {}, "signed 3 days ago"),
        ("histology_overdue", "excise", 40, {}, "overdue by 12 days"),
        ("follow_up_due", "follow_up", 10, {"follow_up_weeks": 1}, "due 3 days ago"),
        ("follow_up_coming", "follow_up", 5, {"follow_up_weeks": 1}, "due in 2 days"),
    ],
)
def test_a_row_says_what_it_waits_for(browser, clinic_a, tab, management, days_ago, fields, words):
    case = make_case(clinic_a)
    at = timezone.now() - timedelta(days=days_ago)
    Case.objects.update(opened_at=at)
    SignedReviewFactory(case=case, management=management, signed_at=at, **fields)

    html = browser.get(WORKLIST, {"tab": tab}).content.decode()

    assert words in html
    assert 'class="parts"' in html


def test_strangers_see_no_row(clinic_a, cy):
    make_case(clinic_a)

    assert names(browser_of(cy).get(WORKLIST, {"tab": "all"})) == []
