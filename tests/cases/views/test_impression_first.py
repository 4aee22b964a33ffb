"""Until the clinician has an impression, no page holds the result; not hidden by style, not there at all."""

import pytest
from django.urls import reverse

from cases.models import Review
from tests.cases.views.conftest import HTMX, browser_of
from tests.factories import DoneAnalysisFactory, OldPredictionFactory, ReviewFactory

GIVEN = {"diagnosis": "bcc", "confidence": "low", "plan": "excise"}
# of the factories: probabilities, verdict, outline, measures, explanation, versions' operating point
RESULT = ("65.0%", "60.0%", "30.0%", "39.0%", "Suspicious", "suspicious", "10,10", "1200", "1 200", "rule-out point")


@pytest.fixture(autouse=True)
def _asks(ana):
    """Clinic A asks for the impression first."""
    ana.clinic.impression_first = True
    ana.clinic.save()


@pytest.fixture
def analysis(image):
    """A result, and an earlier one that it replaced."""
    DoneAnalysisFactory(image=image, prediction=OldPredictionFactory())
    return DoneAnalysisFactory(image=image)


@pytest.fixture
def pages(case):
    """Every page that speaks of a result."""
    return {
        "case": reverse("cases:case", args=[case.pk]),
        "worklist": reverse("cases:worklist"),
        "lesion": reverse("cases:lesion", args=[case.lesion_id]),
        "patient": reverse("cases:patient", args=[case.lesion.patient_id]),
        "panel": reverse("cases:analysis_panel", args=[case.images.get().pk]),
    }


def give(browser, case, **changes):
    """The impression form, sent."""
    return browser.post(reverse("cases:record_impression", args=[case.pk]), GIVEN | changes)


@pytest.mark.parametrize("name", ["case", "worklist", "lesion", "patient", "panel"])
def test_no_page_holds_the_result_before_and_each_does_after(browser, case, analysis, pages, name):
    def html() -> str:
        headers = HTMX if name == "panel" else {}
        # the form's own words are no result
        return browser.get(pages[name], headers=headers).content.decode().split('id="review"')[0]

    before = html()
    assert "Hidden until your impression" in before
    assert [word for word in RESULT if word in before] == []
    assert reverse("cases:analysis_file", args=[analysis.pk, "explanation"]) not in before

    give(browser, case)

    after = html()
    assert "Hidden until your impression" not in after
    assert "Suspicious" in after
    assert "65.0%" in after


def test_nor_does_the_review_below(browser, case, analysis, pages):
    html = browser.get(pages["case"]).content.decode()

    below = html[html.index('id="review"') :]
    assert "Your impression first" in below
    assert "data-review" not in below  # the final decision comes after
    assert [word for word in RESULT if word in below] == []


@pytest.mark.parametrize("kind", ["mask", "overlay", "explanation"])
def test_nor_any_file(browser, case, analysis, kind):
    address = reverse("cases:analysis_file", args=[analysis.pk, kind])
    assert browser.get(address).status_code == 404

    give(browser, case)

    response = browser.get(address)
    assert response.status_code == 200
    assert b"".join(response)


def test_nor_does_anybody_get_the_machines_outline_as_their_own(browser, case, analysis):
    answer = browser.post(reverse("cases:draw_outline", args=[analysis.image_id]), {"machine": "1", "points": ""})

    assert answer.status_code == 422
    assert not analysis.image.drawn_segmentations.exists()


def test_the_picture_itself_shows(browser, case, analysis):
    response = browser.get(reverse("cases:image_file", args=[analysis.image_id, "rendition"]))

    assert response.status_code == 200
    assert b"".join(response)


def test_the_impression_is_kept_and_shown_with_who_and_when(browser, case, analysis, pages):
    answer = give(browser, case)

    assert answer.url == pages["case"]
    review = Review.objects.get()
    assert (review.impression, review.impression_confidence, review.impression_plan) == ("bcc", "low", "excise")
    html = browser.get(pages["case"]).content.decode()
    assert "Impression before the result:</strong> Basal cell carcinoma, low confidence, excise or biopsy" in html
    assert "Ana Alvarez" in html[html.index("Impression before the result") :]


@pytest.mark.parametrize("missing", list(GIVEN))
def test_an_incomplete_one_is_refused_and_hides_on(browser, case, analysis, missing):
    answer = give(browser, case, **{missing: ""})

    assert answer.status_code == 422
    assert "Please choose one" in answer.content.decode()
    assert not Review.objects.exists()
    assert browser.get(reverse("cases:analysis_file", args=[analysis.pk, "mask"])).status_code == 404


def test_a_second_one_changes_nothing(browser, case, analysis, bo):
    give(browser, case)

    answer = browser_of(bo).post(reverse("cases:record_impression", args=[case.pk]), GIVEN, follow=True)

    assert "This case asks for no impression" in answer.content.decode()
    assert Review.objects.get().author.full_name == "Ana Alvarez"


def test_the_draft_waits(browser, case, analysis):
    answer = browser.post(reverse("cases:save_draft", args=[case.pk]), {"diagnosis": "nv"})

    assert answer.status_code == 422
    assert not Review.objects.exists()


def test_there_is_nothing_to_sign_before(browser, case, analysis, pages):
    ReviewFactory(case=case)
    address = reverse("cases:sign_review", args=[case.pk])

    for answer in (browser.get(address), browser.post(address, {"seen": ""})):
        assert answer.url == pages["case"] + "#review"
    assert Review.objects.get().signed_at is None
