"""A case receives pictures."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from analysis.models import Analysis
from cases.models import LesionImage
from tests.cases.views.conftest import HTMX
from tests.factories import ClassifierFactory, SegmenterFactory, small_jpeg

# the service waits for the commit before a file is safe
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(case):
    """Where the case's pictures go."""
    return reverse("cases:upload_image", args=[case.pk])


@pytest.fixture
def networks(db):
    """Both kinds active."""
    return SegmenterFactory(), ClassifierFactory()


def jpeg(colour=(180, 120, 100), name="A-77 Maria Lindqvist.jpg") -> SimpleUploadedFile:
    """A picture as a browser sends it."""
    return SimpleUploadedFile(name, small_jpeg(colour, size=(320, 240)), "image/jpeg")


def test_the_upload_module_gets_the_panel_of_the_new_picture(browser, address, networks):
    response = browser.post(address, {"file": jpeg(), "image_type": "close_up", "mm_per_pixel": "0.01"}, headers=HTMX)

    image = LesionImage.objects.get()
    html = response.content.decode()
    assert response.status_code == 201
    assert f'id="picture-{image.pk}"' in html
    assert (image.image_type, image.mm_per_pixel) == ("close_up", 0.01)
    assert Analysis.objects.get().state == "queued"
    assert f'hx-get="{reverse("cases:analysis_panel", args=[image.pk])}"' in html
    assert 'id="case-state" hx-swap-oob="true"' in html


def test_a_refused_file_is_said_in_one_sentence_and_the_audit_trail_knows(browser, address):
    empty = SimpleUploadedFile("empty.jpg", b"", "image/jpeg")

    response = browser.post(address, {"file": empty}, headers=HTMX)

    assert response.status_code == 422
    assert not LesionImage.objects.exists()
    assert AuditEvent.objects.filter(act="image.refused").count() == 1
    said = re.sub(r"<[^>]+>", "", response.content.decode()).strip()
    assert said.endswith(".")
    assert "empty.jpg" not in said


def test_the_same_picture_twice_is_said_and_linked(browser, address, networks):
    browser.post(address, {"file": jpeg()}, headers=HTMX)

    response = browser.post(address, {"file": jpeg()}, headers=HTMX)

    image = LesionImage.objects.get()
    assert response.status_code == 200
    assert "already in this case" in response.content.decode()
    assert f'href="#picture-{image.pk}"' in response.content.decode()


def test_without_script_several_files_go_together_and_one_bad_one_stops_nobody(browser, address, case, networks):
    files = [jpeg((200, 0, 0)), SimpleUploadedFile("b.jpg", b"not a picture", "image/jpeg"), jpeg((0, 0, 200))]

    response = browser.post(address, {"file": files}, follow=True)

    assert response.redirect_chain == [(reverse("cases:case", args=[case.pk]), 302)]
    assert LesionImage.objects.count() == 2
    html = response.content.decode()
    assert html.count("toast--success") == 2
    assert html.count("toast--error") == 1


def test_nothing_chosen_is_said(browser, address):
    response = browser.post(address, {}, headers=HTMX)

    assert response.status_code == 422
    assert "Choose at least one picture." in response.content.decode()


def test_without_a_trained_network_the_picture_is_kept_and_its_panel_says_so(browser, address):
    response = browser.post(address, {"file": jpeg()}, headers=HTMX)

    assert response.status_code == 201
    assert "was not analysed" in response.content.decode()
    assert LesionImage.objects.count() == 1


def test_a_scale_that_makes_no_sense_is_said_and_nothing_is_stored(browser, address):
    response = browser.post(address, {"file": jpeg(), "mm_per_pixel": "-3"}, headers=HTMX)

    assert response.status_code == 422
    assert not LesionImage.objects.exists()


def test_the_day_it_was_taken_and_a_scale_are_kept(browser, address):
    browser.post(address, {"file": jpeg(), "taken_at": "2026-05-04", "mm_per_pixel": "0.025"}, headers=HTMX)

    image = LesionImage.objects.get()
    assert timezone.localtime(image.taken_at).isoformat()[:16] == "2026-05-04T00:00"
    assert image.mm_per_pixel == 0.025
    page = browser.get(reverse("cases:case", args=[image.case_id])).text
    assert "taken 4 May 2026, 0.025 mm per pixel" in page


def test_a_day_to_come_is_said_and_nothing_is_stored(browser, address):
    response = browser.post(address, {"file": jpeg(), "taken_at": "2999-01-01"}, headers=HTMX)

    assert response.status_code == 422
    assert "The picture was taken in the future." in response.content.decode()
    assert not LesionImage.objects.exists()


def test_the_camera_sends_under_the_same_name(browser, address, case):
    html = browser.get(reverse("cases:case", args=[case.pk])).text
    assert re.search(r'<input type="file" name="file" accept="image/\*" capture="environment"', html)
    browser.post(address, {"file": [jpeg((200, 0, 0)), jpeg((0, 0, 200))]})
    assert LesionImage.objects.count() == 2
