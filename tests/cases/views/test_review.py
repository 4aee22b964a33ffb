"""The review on the case's page: from the first choice to the amendment."""

import re

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from cases.models import Review
from cases.services.amend_review import amend_review
from cases.services.sign_review import sign_review
from tests.cases.views.conftest import HTMX, browser_of, count_queries
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory, ReviewFactory

CHOSEN = {
    "diagnosis": "nv",
    "management": "follow_up",
    "follow_up_weeks": "12",
    "notes": "Unchanged since May.",
    "asymmetry": "1",
    "border": "2",
    "colours": ["red", "black"],
    "structures": ["dots"],
    "seven_point": ["network", "dots"],
}


@pytest.fixture
def at(case):
    """The address of a step of the review."""
    return lambda name: reverse(f"cases:{name}", args=[case.pk])


def page(browser, case) -> str:
    """The case's page."""
    return browser.get(reverse("cases:case", args=[case.pk])).content.decode()


def of_a_version(name, review) -> str:
    """The address of a step that belongs to one version."""
    return reverse(f"cases:{name}", args=[review.pk])


def test_a_new_case_offers_the_form(browser, case):
    html = page(browser, case)

    assert reverse("cases:save_draft", args=[case.pk]) in html
    for words in ("Malignant", "Benign", "Squamous cell carcinoma", "Photo follow-up", "Excise or biopsy", "Refer"):
        assert words in html
    for source in ("1994; 30: 551-559", "1994; 4: 521-527", "1998; 134: 1563-1570"):
        assert source in html
    assert "Nothing is written yet" in html


def test_the_draft_is_saved_and_shown_with_its_author_and_scores(browser, case, at, bo):
    answer = browser.post(at("save_draft"), CHOSEN)

    assert (answer.status_code, answer.url) == (302, at("case") + "#review")
    draft = Review.objects.get()
    assert draft.abcd == {"asymmetry": 1, "border": 2, "colours": ["red", "black"], "structures": ["dots"]}
    assert (draft.seven_point, draft.follow_up_weeks) == (["network", "dots"], 12)
    html = page(browser_of(bo), case)
    assert "Draft by Ana Alvarez" in html
    assert re.search(r'value="follow_up"[^>]*checked', html)


def test_it_saves_itself_and_says_what_it_means(browser, case, at, image):
    DoneAnalysisFactory(image=image)

    html = browser.post(at("save_draft"), {"diagnosis": "nv", "management": "dismiss"}, headers=HTMX).content.decode()

    assert html.lstrip().startswith('<div class="review-live"')
    assert "Your decision departs from the result" in html
    assert 'name="override_reason"' in html
    seen = re.search(r'name="seen" value="(\w+)"', html)[1]
    follows = browser.post(
        at("save_draft"), {"seen": seen, "diagnosis": "nv", "management": "excise"}, headers=HTMX
    ).content.decode()
    assert "Your decision follows the result: suspicious, malignant probability 65.0%" in follows
    assert 'name="override_reason"' not in follows


def test_weeks_of_another_plan_are_left_behind(browser, at):
    browser.post(at("save_draft"), CHOSEN | {"management": "excise"})

    assert Review.objects.get().follow_up_weeks is None


def test_what_a_colleague_wrote_is_not_overwritten(browser, case, at, bo):
    browser_of(bo).post(at("save_draft"), {"diagnosis": "mel", "notes": "Bo's"})

    answer = browser.post(at("save_draft"), CHOSEN)

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "A colleague has changed this draft" in html
    assert "Unchanged since May." in html  # what was typed is kept
    assert Review.objects.get().notes == "Bo's"


def test_a_wrong_number_is_refused_where_it_stands(browser, at):
    answer = browser.post(at("save_draft"), CHOSEN | {"border": "9"}, headers=HTMX)

    assert answer.status_code == 422
    assert "less than or equal to 8" in answer.content.decode()
    assert not Review.objects.exists()


def test_the_last_look_shows_all_that_is_signed(browser, case, at, image):
    DoneAnalysisFactory(image=image)
    AnalysisFactory(image=LesionImageFactory(case=case))
    to_sign = browser.post(at("save_draft"), CHOSEN | {"then": "sign"})
    assert to_sign.url == at("sign_review")

    html = browser.get(at("sign_review")).content.decode()

    for words in (
        "Melanocytic nevus",
        "Photo follow-up in 12 weeks",
        "3.0",
        "speaks for a benign melanocytic lesion (below 4.75)",
        "speaks for melanoma (3 or more)",
        "Unchanged since May.",
        "suspicious, malignant probability 65.0%",
        "1 picture still being analysed",
        "Sign as Ana Alvarez",
    ):
        assert words in html, words
    assert Review.objects.get().signed_at is None


def test_what_is_missing_is_asked_for_where_it_is_chosen(browser, case, at, image):
    DoneAnalysisFactory(image=image)

    answer = browser.post(at("save_draft"), {"diagnosis": "nv", "management": "dismiss", "then": "sign"}, follow=True)

    assert answer.redirect_chain[-1][0] == at("case") + "#review"
    html = answer.content.decode()
    assert html.count("Choose why your decision departs from the result.") == 2  # told, and listed
    assert 'name="override_reason"' in html


def test_signing_locks_it_and_shows_a_calm_card(browser, case, at, bo):
    ReviewFactory(case=case)
    bos = browser_of(bo)
    seen = re.search(r'name="seen" value="(\w+)"', bos.get(at("sign_review")).content.decode())[1]

    answer = bos.post(at("sign_review"), {"seen": seen})

    assert answer.url == at("case") + "#review"
    html = page(browser, case)
    assert re.search(r"Version 1, signed .* by Bo Berg, written by Ana Alvarez", html)
    assert at("save_draft") not in html
    assert "Amend this review" in html
    assert browser.get(at("sign_review")).status_code == 302


def test_what_was_not_on_the_page_is_not_signed(browser, case, at):
    ReviewFactory(case=case)

    for said in ({}, {"seen": "0" * 16}):
        answer = browser.post(at("sign_review"), said)
        assert answer.status_code == 422
        assert "has changed since you looked" in answer.content.decode()
    assert Review.objects.get().signed_at is None


def test_what_is_missing_is_said_and_there_is_no_button(browser, case, at):
    ReviewFactory(case=case, management="")

    html = browser.get(at("sign_review")).content.decode()

    assert "Choose what happens next." in html
    assert "Sign as" not in html


@pytest.mark.parametrize(("diagnosis", "warned"), [("mel", True), ("nv", False)])
def test_a_malignant_diagnosis_that_is_dismissed_is_pointed_out(browser, case, at, diagnosis, warned):
    ReviewFactory(case=case, diagnosis=diagnosis)

    assert ("A malignant diagnosis, and nothing further" in browser.get(at("sign_review")).content.decode()) is warned


def test_an_amendment_is_a_draft_beside_the_signed_card(browser, case, bo):
    signed = sign_review(review=ReviewFactory(case=case), by=bo)

    browser.post(of_a_version("amend_review", signed), {"reason": "Histology of the other lesion"})

    html = page(browser, case)
    for words in ("Version 1, signed", "Amendment, version 2:", "Histology of the other lesion", "All versions (2)"):
        assert words in html
    browser.post(of_a_version("discard_amendment", Review.objects.first()))
    assert "All versions" not in page(browser, case)
    assert AuditEvent.objects.filter(act="review.discarded").exists()


def test_an_amendment_can_be_taken_back_at_once(browser, case, ana):
    signed = sign_review(review=ReviewFactory(case=case), by=ana)
    html = browser.post(of_a_version("amend_review", signed), {"reason": "It grew"}, follow=True).content.decode()
    undo = of_a_version("discard_amendment", Review.objects.first())
    assert f'<form method="post" action="{undo}">' in html[html.index('id="toasts"') :]
    assert "the signed version stands" in browser.post(undo, follow=True).content.decode()
    assert list(Review.objects.all()) == [signed]


def test_an_amendment_without_a_reason_is_refused(browser, case, ana):
    signed = sign_review(review=ReviewFactory(case=case), by=ana)

    answer = browser.post(of_a_version("amend_review", signed), {"reason": " "}, follow=True)

    assert "Say why you amend it." in answer.content.decode()
    assert Review.objects.count() == 1


def test_all_versions_say_who_when_and_why(browser, case, ana, bo):
    first = sign_review(review=ReviewFactory(case=case), by=ana)
    sign_review(review=amend_review(review=first, reason="It grew", by=bo), by=bo)

    html = page(browser, case)

    history = html[html.index("All versions (2)") :]
    assert re.search(r"Signed .*by Bo Berg.*It grew.*Signed .*by Ana Alvarez", history, re.S)


def test_notes_are_escaped(browser, case):
    ReviewFactory(case=case, notes="<b>bold</b>")

    assert "<b>bold" not in page(browser, case)


def test_versions_cost_no_query_each(browser, case, ana):
    def sign(count):
        for _ in range(count):
            newest = case.reviews.first()
            draft = amend_review(review=newest, reason="x", by=ana) if newest else ReviewFactory(case=case)
            sign_review(review=draft, by=ana)

    sign(2)
    few = count_queries(browser, reverse("cases:case", args=[case.pk]))
    sign(6)

    assert count_queries(browser, reverse("cases:case", args=[case.pk])) == few
