"""A patient's details are changed."""

import re

import pytest
from django.urls import reverse

from tests.factories import PatientFactory


@pytest.fixture
def page(patient):
    """The address of the form."""
    return reverse("cases:change_patient", args=[patient.pk])


def test_the_form_shows_what_is_known(browser, page):
    html = browser.get(page).content.decode()

    assert 'value="Maria Lindqvist"' in html
    assert 'value="1961-05-04"' in html


def test_a_change_is_stored(browser, page, patient):
    response = browser.post(page, {"name": "Maria Berg", "record_number": "A-77", "sex": "female", "skin_type": "III"})

    assert response.url == reverse("cases:patient", args=[patient.pk])
    patient.refresh_from_db()
    assert (patient.name, patient.skin_type, patient.birth_date) == ("Maria Berg", "III", None)


def test_a_refused_change_leaves_the_head_as_stored(browser, page, patient, clinic_a):
    PatientFactory(clinic=clinic_a, record_number="TAKEN")

    response = browser.post(page, {"name": "Somebody Else", "record_number": "TAKEN", "sex": "female"})

    assert response.status_code == 422
    assert ">Maria Lindqvist</a>" in response.content.decode()
    patient.refresh_from_db()
    assert patient.record_number == "A-77"


def test_an_answer_can_be_changed_and_taken_back(browser, page, patient):
    patient.family_melanoma, patient.many_nevi = True, False
    patient.save()
    html = browser.get(page).content.decode()
    assert re.search(r'name="family_melanoma" value="True"[^>]* checked', html)
    assert re.search(r'name="many_nevi" value="False"[^>]* checked', html)

    known = {"name": patient.name, "record_number": patient.record_number, "sex": "female"}
    browser.post(page, known | {"family_melanoma": "", "many_nevi": "True"})

    patient.refresh_from_db()
    assert (patient.family_melanoma, patient.many_nevi) == (None, True)
