"""A picture is analysed again."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis.models import Analysis
from tests.cases.views.conftest import HTMX
from tests.factories import (
    AnalysisFactory,
    ClassifierFactory,
    DoneAnalysisFactory,
    PredictionFactory,
    SegmenterFactory,
)


@pytest.fixture
def address(image):
    """Where "analyse again" goes."""
    return reverse("cases:analyse_image", args=[image.pk])


def test_a_failed_picture_is_tried_again_in_place(browser, address, image):
    AnalysisFactory(image=image, state="failed", reason_code="x", reason="Broken.", finished_at=timezone.now())

    response = browser.post(address, headers=HTMX)

    html = response.content.decode()
    assert response.status_code == 200
    assert sorted(Analysis.objects.values_list("state", flat=True)) == ["failed", "queued"]
    assert f'id="picture-{image.pk}"' in html
    assert 'hx-trigger="every 1s"' in html


def test_pressed_twice_it_runs_once(browser, address, image):
    SegmenterFactory(), ClassifierFactory()

    browser.post(address, headers=HTMX)
    browser.post(address, headers=HTMX)

    assert Analysis.objects.count() == 1


def test_without_script_it_leads_back_to_the_picture(browser, address, image):
    SegmenterFactory(), ClassifierFactory()

    response = browser.post(address)

    assert response.url == f"{reverse('cases:case', args=[image.case_id])}#picture-{image.pk}"


def test_without_a_trained_network_it_says_so(browser, address):
    response = browser.post(address, headers=HTMX)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Analysis.objects.exists()


def test_a_result_is_given_up_only_after_a_second_step_and_stays_in_the_record(browser, address, image):
    DoneAnalysisFactory(image=image)
    page = reverse("cases:case", args=[image.case_id])
    html = browser.get(page).text
    (folded,) = re.findall(r'<details class="more again" data-ask>.*?</details>', html, re.S)
    assert "This result stays in the record" in folded
    assert html.count(f'action="{address}"') == folded.count(f'action="{address}"') == 1

    browser.post(address)

    assert sorted(Analysis.objects.values_list("state", flat=True)) == ["done", "queued"]


def test_the_page_says_how_the_result_changed(browser, image):
    old = DoneAnalysisFactory(
        image=image, prediction=PredictionFactory(verdict="likely_benign", malignant_probability=0.08)
    )
    Analysis.objects.filter(pk=old.pk).update(queued_at=timezone.now() - timedelta(hours=1))
    DoneAnalysisFactory(image=image)

    html = browser.get(reverse("cases:case", args=[image.case_id])).text

    assert "Result changed from likely benign (8.0%) to suspicious (65.0%)." in html
