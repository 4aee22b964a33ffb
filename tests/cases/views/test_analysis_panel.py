"""The polled panel of one picture."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ml.diagnoses import NAMES
from tests.cases.views.conftest import HTMX
from tests.factories import AnalysisFactory, DoneAnalysisFactory

CLASS_WORDS = [*NAMES.values(), "Suspicious", "Likely benign", "probability", "malignant", "%"]


@pytest.fixture
def panel(browser, image):
    """Asks for the panel as htmx does."""
    address = reverse("cases:analysis_panel", args=[image.pk])
    return lambda seen="": browser.get(address, {"seen": seen}, headers=HTMX)


def finished(image, state: str, **fields):
    """An analysis that ended without a result."""
    reasons = {
        "rejected": {"reason_code": "too_blurred", "reason": "The picture is too blurred to be judged."},
        "failed": {"reason_code": "worker_lost", "reason": "The worker was lost five times."},
    }
    return AnalysisFactory(image=image, state=state, finished_at=timezone.now(), **reasons[state], **fields)


def running(image):
    """An analysis in the hands of a worker."""
    return AnalysisFactory(
        image=image, state="running", token=uuid.uuid4(), lease_until=timezone.now() + timedelta(minutes=1), attempts=1
    )


@pytest.mark.parametrize("make", [AnalysisFactory, running])
def test_a_live_analysis_is_asked_for_again(panel, image, make):
    make(image=image)

    assert panel().status_code == 200


def test_nothing_is_sent_while_nothing_changes(panel, image):
    analysis = AnalysisFactory(image=image)

    assert panel(seen=f"{analysis.pk}-queued").status_code == 204
    assert panel(seen=f"{analysis.pk}-running").status_code == 200


def test_done_stops_the_polling_and_updates_the_rest_of_the_page(panel, image):
    DoneAnalysisFactory(image=image)

    response = panel()

    html = response.content.decode()
    assert response.status_code == 286
    assert f'id="outline-{image.pk}" hx-swap-oob="true"' in html
    assert f'id="sizes-{image.pk}" hx-swap-oob="true"' in html
    assert "Suspicious, malignant probability 65.0%" in html
    assert "To review" in html


@pytest.mark.parametrize("state", ["rejected", "failed"])
def test_rejected_and_failed_stop_the_polling_too(panel, image, state):
    finished(image, state)

    assert panel().status_code == 286


@pytest.mark.parametrize("state", ["queued", "running", "rejected", "failed"])
def test_nothing_class_like_without_a_result(panel, image, state):
    if state == "queued":
        AnalysisFactory(image=image)
    elif state == "running":
        running(image)
    else:
        finished(image, state)

    html = panel().content.decode()

    assert not [word for word in CLASS_WORDS if word in html]
    assert "<polygon" not in html


def test_a_new_run_hides_the_older_result_but_keeps_it_in_the_history(panel, image):
    old = DoneAnalysisFactory(image=image)
    type(old).objects.filter(pk=old.pk).update(queued_at=timezone.now() - timedelta(hours=1))
    AnalysisFactory(image=image)

    html = panel().content.decode()

    assert "Earlier runs of this picture (1)" in html
    assert 'class="verdict' not in html
    assert "Basal cell carcinoma" not in html


def test_rejected_and_failed_say_why_and_offer_the_right_thing(panel, image):
    old = finished(image, "rejected")
    html = panel().content.decode()
    assert "The picture is too blurred to be judged." in html
    assert "Analyse again" in html

    type(old).objects.filter(pk=old.pk).update(queued_at=timezone.now() - timedelta(hours=1))
    finished(image, "failed")
    html = panel().content.decode()
    assert "The worker was lost five times." in html
    assert "Try again" in html


def test_reasons_are_escaped(panel, image):
    AnalysisFactory(
        image=image, state="failed", reason_code="x", reason="<script>alert(1)</script>", finished_at=timezone.now()
    )

    assert "<script>" not in panel().content.decode()


def test_opened_as_a_page_it_leads_to_the_case(browser, image):
    response = browser.get(reverse("cases:analysis_panel", args=[image.pk]))

    assert response.url == f"{reverse('cases:case', args=[image.case_id])}#picture-{image.pk}"


@pytest.mark.parametrize(("make", "words"), [(AnalysisFactory, ["Waiting"]), (running, ["Outline", "Classes"])])
def test_the_way_of_the_picture_is_shown(panel, image, make, words):
    make(image=image)

    html = panel().content.decode()

    now = re.findall(r'aria-current="step"><span[^>]*></span>(\w+)', html)
    assert now == words
