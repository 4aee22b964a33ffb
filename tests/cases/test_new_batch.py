"""The admin's page "New batch" and the action that leads to it."""

import re

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, User
from analysis.models import BatchRun
from cases.admin import new_batch
from cases.models import LesionImage
from tests.analysis.small_networks import NEW, small_networks
from tests.cases.admin_rows import page
from tests.factories import DoneAnalysisFactory, LesionImageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def networks(settings, tmp_path, db):
    """Weights of two networks in use and of a new one."""
    settings.WEIGHTS_DIR = tmp_path / "weights"
    small_networks(settings.WEIGHTS_DIR)


@pytest.fixture
def pictures(clinic_a, clinic_b):
    """Two of Clinic A, the first with a result; one of Clinic B."""
    made = [
        LesionImageFactory(case__lesion__patient__clinic=clinic, original="o", rendition="r", thumbnail="t")
        for clinic in (clinic_a, clinic_a, clinic_b)
    ]
    DoneAnalysisFactory(image=made[0], segmentation__mask="m.png", prediction__explanation="e.png")
    return made


@pytest.fixture
def desk(client, admin_a):
    """The administrator of Clinic A."""
    client.force_login(admin_a)
    return client


def address() -> str:
    """Of the page."""
    return reverse("admin:cases_lesionimage_batch")


def hidden(response) -> dict[str, str]:
    """What the page sends along with its button."""
    fields = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', response.text)
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def test_counted_then_confirmed_then_started(desk, pictures, admin_a):
    assert address() in desk.get(page(BatchRun, "changelist")).text
    assert "Count the pictures" in desk.get(address()).text

    counted = desk.post(address(), {"body_site": "upper_back", "count": "1"})
    assert "1 picture will be analysed" in counted.text
    assert "Upper back" in counted.text
    assert "The results replace what the pages" in counted.text
    assert not BatchRun.objects.exists()

    started = desk.post(address(), hidden(counted) | {"start": "1"})
    batch = BatchRun.objects.get()
    assert started.url == page(batch, "change")
    assert (batch.clinic, batch.selection, batch.image_count) == (admin_a.clinic, {"body_site": "upper_back"}, 1)
    assert AuditEvent.objects.get(act="batch.started").user_id == admin_a.pk


def test_the_selection_can_be_changed_again(desk, pictures):
    counted = desk.post(address(), {"body_site": "upper_back", "again": "on", "count": "1"})
    assert "2 pictures will be analysed" in counted.text
    back = desk.post(address(), hidden(counted) | {"change": "1"})
    assert '<option value="upper_back" selected>' in back.text
    assert "Count the pictures" in back.text


def test_a_network_that_is_not_in_use_is_only_compared(desk, pictures):
    counted = desk.post(address(), {"classifier": NEW, "count": "1"})
    assert "No clinician sees these results" in counted.text


def test_what_finds_nothing_offers_no_start(desk, pictures):
    counted = desk.post(address(), {"body_site": "sole", "count": "1"})
    assert "There is nothing to analyse" in counted.text
    assert 'name="start"' not in counted.text
    assert "No stored picture fits" in desk.post(address(), {"body_site": "sole", "start": "1"}).text


def test_ticked_pictures_come_to_the_same_page(desk, pictures):
    ticked = {"action": "analyse_in_batch", "_selected_action": [picture.pk for picture in pictures]}
    asked = desk.post(page(LesionImage, "changelist"), ticked)
    assert "2 ticked pictures" in asked.text, "the foreign one is not in the list at all"
    assert not BatchRun.objects.exists()
    counted = desk.post(address(), hidden(asked) | {"count": "1"})
    assert "the 2 that you ticked" in counted.text
    desk.post(address(), hidden(counted) | {"start": "1"})
    assert BatchRun.objects.get().selection == {"images": [picture.pk for picture in pictures[:2]]}


def test_too_many_ticked_ones_are_a_selection_by_words(desk, pictures, monkeypatch):
    monkeypatch.setattr(new_batch, "MOST_IMAGES", 1)
    ticked = {"action": "analyse_in_batch", "_selected_action": [picture.pk for picture in pictures]}
    assert "Use New batch" in desk.post(page(LesionImage, "changelist"), ticked, follow=True).text


def test_only_the_operator_chooses_a_clinic(desk, client, pictures, clinic_b):
    assert 'name="clinic"' not in desk.get(address()).text
    counted = desk.post(address(), {"clinic": clinic_b.pk, "again": "on", "count": "1"})
    assert "2 pictures will be analysed" in counted.text, "of the own clinic, whatever is sent"
    client.force_login(User.objects.create_superuser("operator@site.example", full_name="Ola Olsen"))
    assert "3 pictures will be analysed" in client.post(address(), {"again": "on", "count": "1"}).text
    assert "1 picture will be analysed" in client.post(address(), {"clinic": clinic_b.pk, "count": "1"}).text


def test_clinicians_do_not_get_in(client, ana):
    client.force_login(ana)
    assert client.get(address(), follow=True).status_code == 403
    assert client.post(address(), {"start": "1"}, follow=True).status_code == 403
    assert not BatchRun.objects.exists()
