"""A gate is overruled on the page, and what came of it stays marked wherever it shows."""

import re

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import MAY, Act, Role
from analysis.models import Analysis
from ml.explanation_png import map_png
from tests.cases.views.conftest import HTMX, browser_of
from tests.factories import AnalysisFactory, DoneAnalysisFactory, PredictionFactory

BLURRED = {"code": "too_blurred", "message": "The picture is too blurred to be judged."}


def refused(image, code="too_blurred"):
    """A picture that a gate has stopped."""
    return AnalysisFactory(
        image=image, state="rejected", reason_code=code, reason="Too blurred.", finished_at=timezone.now()
    )


@pytest.fixture
def analyse(image):
    """Where both buttons send."""
    return reverse("cases:analyse_image", args=[image.pk])


@pytest.fixture
def page(browser, case):
    """The case's page."""
    return lambda: browser.get(reverse("cases:case", args=[case.pk])).text


def test_a_gates_refusal_offers_the_second_step_and_says_what_it_means(page, image):
    refused(image)
    html = page()
    assert "Analyse it anyway" in html
    assert "stays marked as analysed anyway" in html
    assert 'name="anyway" value="1"' in html


@pytest.mark.parametrize("code", ["no_lesion_found", "unreadable"])
def test_other_refusals_offer_none(page, image, code):
    refused(image, code)
    assert 'name="anyway"' not in page()


def test_the_step_is_taken(browser, analyse, image):
    refused(image)
    html = browser.post(analyse, {"anyway": "1"}, headers=HTMX).text
    assert Analysis.objects.filter(state="queued", anyway=True).count() == 1
    assert "Analysed anyway" in html


def test_the_plain_button_overrules_nothing(browser, analyse, image):
    refused(image)
    browser.post(analyse, headers=HTMX)
    assert not Analysis.objects.filter(anyway=True).exists()


def test_overruling_what_was_not_refused_is_refused(browser, analyse, image):
    DoneAnalysisFactory(image=image)
    answer = browser.post(analyse, {"anyway": "1"}, headers=HTMX)
    assert answer.status_code == 422
    assert "Only a picture that was refused" in answer.text
    assert Analysis.objects.count() == 1


def test_a_stranger_and_whoever_may_only_look_cannot(browser, analyse, image, cy, monkeypatch):
    refused(image)
    assert browser_of(cy).post(analyse, {"anyway": "1"}).status_code == 404
    monkeypatch.setitem(MAY, Role.CLINICIAN, frozenset({Act.SEE_RECORD}))
    assert browser.post(analyse, {"anyway": "1"}).status_code == 403
    assert 'name="anyway"' not in browser.get(reverse("cases:case", args=[image.case_id])).text
    assert not Analysis.objects.filter(anyway=True).exists()


def test_a_failed_run_in_spite_of_the_gate_is_tried_again_in_spite_of_it(page, image):
    AnalysisFactory(
        image=image, anyway=True, state="failed", reason_code="x", reason="Broken.", finished_at=timezone.now()
    )
    assert 'name="anyway" value="1"' in page()


def test_the_result_is_marked_with_its_flags_and_so_is_its_place_in_the_history(page, image):
    DoneAnalysisFactory(image=image, anyway=True, flags=[BLURRED])
    html = page()
    assert "Analysed anyway" in html
    assert BLURRED["message"] in html
    AnalysisFactory(image=image)
    assert "Analysed anyway" in page(), "in the history"


@pytest.mark.parametrize("anyway", [True, False])
def test_every_row_about_it_is_marked_too(browser, image, anyway):
    DoneAnalysisFactory(image=image, anyway=anyway)
    lesion = image.case.lesion
    for address in (
        reverse("cases:worklist"),
        reverse("cases:lesion", args=[lesion.pk]),
        reverse("cases:patient", args=[lesion.patient_id]),
    ):
        assert ("Analysed anyway" in browser.get(address).text) is anyway, address


def test_the_reader_is_told_too(browser, image):
    DoneAnalysisFactory(image=image, anyway=True)
    panel = browser.get(reverse("cases:analysis_panel", args=[image.pk]), headers=HTMX).text
    assert "malignant probability 65.0%, analysed anyway" in panel


def test_an_unsure_network_says_so_with_its_number_and_shows_no_diagnosis_at_first_sight(page, image):
    DoneAnalysisFactory(image=image, prediction=PredictionFactory(uncertainty=0.81, verdict="needs_a_person"))
    html = page().split('id="review"')[0]  # the form below lists diagnoses to choose from; they are no result
    assert "Needs a person" in html
    assert "verdict--needs_a_person" in html
    assert "uncertainty <strong>81.0%</strong>, and from 70.0% on" in html
    assert "from a network that is not sure" in html
    (folded,) = re.findall(r"<details(?:(?!<details).)*?from a network that is not sure.*?</details>", html, re.S)
    assert "Melanocytic nevus" in folded
    assert "Melanocytic nevus" not in html.replace(folded, "")
    assert "Melanoma" not in html.replace(folded, "")


def test_an_empty_map_is_not_offered(page, image):
    black = ContentFile(map_png(np.zeros((224, 224), np.uint8)), "explanation.png")
    DoneAnalysisFactory(image=image, prediction=PredictionFactory(energy_inside=0.0, explanation=black))
    html = page()
    assert "There is no explanation to show" in html
    assert 'data-layer-switch="explanation"' not in html
    assert 'class="explanation"' not in html


@pytest.mark.parametrize("asked_by", ["Bo Berg", None])
def test_the_page_names_who_asked(page, image, bo, asked_by):
    if asked_by:
        bo.full_name = asked_by
        bo.save()
    DoneAnalysisFactory(image=image, anyway=True, asked_by=bo if asked_by else None)
    who = f"{bo} asked for this result" if asked_by else "This result was asked for"
    assert f"{who} although the picture was refused." in page()
    assert "A clinician asked" not in page()
