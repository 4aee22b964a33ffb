"""The performance page."""

import pytest
from django.urls import reverse

from accounts.services.issue_tokens import issue_tokens
from tests.cases.loop_rows import histology, signed
from tests.cases.performance_rows import judged, lesions, picture
from tests.cases.views.conftest import browser_of, count_queries
from tests.factories import CaseFactory, ClassifierFactory

PAGE = "/performance/"


@pytest.fixture
def classifier(db):
    """The version in use."""
    return ClassifierFactory()


def test_no_classifier_no_figures(browser):
    html = browser.get(PAGE).content.decode()

    assert "No classifier yet" in html
    assert "Sensitivity" not in html


def test_nothing_to_compare_is_said_and_no_figure_is_shown(browser, classifier):
    html = browser.get(PAGE).content.decode()

    assert "No lesion has both a histology and a result of this version yet." in html
    assert "too few cases" in html
    assert "%" not in html[html.index('class="tiles"') : html.index("</dl>")]


def test_the_figures_with_interval_and_n(browser, ana, classifier):
    lesions(18, ana, "mel", "suspicious")
    lesions(2, ana, "mel", "likely_benign", "nv")
    lesions(4, ana, "bcc", "needs_a_person")
    lesions(1, ana, "bcc", "refused")

    html = browser.get(PAGE).content.decode()
    tiles = html[html.index('class="tiles"') : html.index("</dl>")]

    assert "90.0%" in tiles
    assert "69.9% to 97.2%" in tiles
    assert "18 of 20" in tiles
    assert "23 of 25" in tiles  # not called benign
    assert "rule-out point at 30.0% (n = 20)" in html
    assert "25 of 25 lesions with a histology compared" in html
    assert browser.get(PAGE).context["shown"].matrix[1].n == 20


def test_the_switch_says_what_reviews_are_worth(browser, ana, classifier):
    lesions(1, ana, "nv", "suspicious", against="reviews")

    html = browser.get(PAGE, {"against": "reviews"}).content.decode()

    assert "Whoever signs has usually seen the result." in html
    assert "1 of 1 lesion with a signed review compared" in html
    assert "Whoever signs" not in browser.get(PAGE, {"against": "nonsense"}).content.decode()


def test_another_version_on_request(browser, ana, classifier):
    old = ClassifierFactory(version="classifier-old", active=False)
    case = CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)
    judged(picture(case), "suspicious", classifier=old)
    histology(case.lesion, by=ana, case=case)

    assert browser.get(PAGE).context["performance"].figures.n == 0
    found = browser.get(PAGE, {"model": old.pk})
    assert found.context["performance"].figures.n == 1
    assert f'<option value="{old.pk}" selected>' in found.content.decode()
    assert browser.get(PAGE, {"model": "9999"}).context["performance"].classifier == classifier


def test_reasons_of_overrides_and_refusals(browser, ana, classifier):
    case = CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)
    analysis = judged(picture(case), "suspicious")
    judged(picture(case), "refused")
    signed(case, analysis=analysis, agreement="disagrees", override_reason="wish")

    html = browser.get(PAGE).content.decode()

    assert "The patient&#x27;s wish" in html
    assert "Too blurred." in html


def test_another_clinic_sees_figures_of_its_own(ana, cy, classifier):
    lesions(1, ana, "mel", "suspicious")

    assert browser_of(ana).get(PAGE).context["performance"].figures.n == 1
    assert browser_of(cy).get(PAGE).context["performance"].figures.n == 0
    assert "at Clinic B" in browser_of(cy).get(PAGE).content.decode()


def test_the_navigation_leads_there(browser):
    assert f'href="{reverse("cases:performance")}"' in browser.get("/").content.decode()


def test_who_is_not_signed_in_is_not_led_there(client, db):
    assert "Performance" not in client.get(reverse("accounts:sign_in")).content.decode()


def test_queries_do_not_grow_with_the_lesions(browser, ana, classifier):
    lesions(3, ana, "mel", "suspicious")
    few = count_queries(browser, PAGE)
    lesions(27, ana, "nv", "likely_benign", "nv")

    assert count_queries(browser, PAGE) == few


def test_the_api_gives_the_same_numbers(browser, ana, classifier):
    lesions(20, ana, "mel", "suspicious")
    found = browser.get(PAGE).context["performance"]
    bearer = {"authorization": f"Bearer {issue_tokens(user=ana).access}"}

    body = browser.get("/api/performance/", headers=bearer).json()

    assert body["figures"]["sensitivity"] == found.figures.sensitivity.__dict__
    assert body["figures"]["sensitivity"]["value"] == 1.0
    assert body["figures"]["specificity"]["too_few"] is True
    assert body["matrix"][0] == found.matrix[0].__dict__
    assert [week["n"] for week in body["drift"]["weeks"]] == [week.n for week in found.drift.weeks]
    assert body["groups"]["skin_type"][0]["figures"]["n"] == 20
    assert (body["version"], body["against"]) == ("classifier-test", "histology")
    unknown = browser.get("/api/performance/?against=nonsense", headers=bearer)
    assert (unknown.status_code, unknown.json()["error"]["fields"]["against"][0]["code"]) == (400, "invalid_choice")


def test_without_a_classifier_the_api_has_nothing(browser, ana):
    bearer = {"authorization": f"Bearer {issue_tokens(user=ana).access}"}

    assert browser.get("/api/performance/", headers=bearer).status_code == 404
