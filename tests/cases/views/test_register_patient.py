"""A patient is registered."""

import re

from django.urls import reverse

from accounts.models import User
from cases.models import Patient
from tests.cases.views.conftest import browser_of
from tests.factories import PASSWORD

NEW = reverse("cases:register_patient")
MARIA = {"name": "Maria Lindqvist", "record_number": "A-77", "sex": "female"}


def test_a_new_patient_belongs_to_the_users_clinic(browser, clinic_a):
    response = browser.post(NEW, MARIA | {"birth_date": "1961-05-04", "skin_type": "II"})

    patient = Patient.objects.get()
    assert response.url == reverse("cases:patient", args=[patient.pk])
    assert (patient.clinic, patient.record_number, patient.skin_type) == (clinic_a, "A-77", "II")


def test_the_clinic_cannot_be_chosen(browser, clinic_a, clinic_b):
    browser.post(NEW, MARIA | {"clinic": clinic_b.pk})

    assert Patient.objects.get().clinic == clinic_a


def test_a_taken_record_number_is_said_and_what_was_typed_stays(browser, patient):
    response = browser.post(NEW, MARIA | {"name": "Another Maria"})

    html = response.content.decode()
    assert response.status_code == 422
    assert response.context["form"].errors["record_number"] == [
        "A patient with this record number is already registered."
    ]
    assert f'<a href="{reverse("cases:patient", args=[patient.pk])}">Maria Lindqvist, A-77</a>' in html
    assert 'name="another_person"' not in html
    assert 'value="Another Maria"' in html
    assert Patient.objects.count() == 1


def test_a_birth_date_in_the_future_is_said_at_the_field(browser, clinic_a):
    response = browser.post(NEW, MARIA | {"birth_date": "2999-01-01"})

    assert response.context["form"].errors["birth_date"] == ["The birth date is in the future."]
    assert 'aria-invalid="true"' in response.content.decode()


def test_a_missing_name_is_said_at_the_field(browser):
    response = browser.post(NEW, MARIA | {"name": ""})

    assert response.status_code == 422
    assert 'id="id_name_error"' in response.content.decode()


def test_the_operator_without_a_clinic_is_told_why(db):
    operator = User.objects.create_superuser("op@host.example", PASSWORD, full_name="Olga Operator")

    response = browser_of(operator).post(NEW, MARIA)

    assert response.status_code == 422
    assert "Clinic: This field cannot be null." in response.content.decode()


def test_risk_factors_are_yes_no_or_not_asked(browser, clinic_a):
    browser.post(NEW, MARIA | {"personal_melanoma": "True", "family_melanoma": "False", "many_nevi": ""})

    patient = Patient.objects.get()
    assert (patient.personal_melanoma, patient.family_melanoma) == (True, False)
    assert (patient.immunosuppression, patient.many_nevi) == (None, None)


def test_nothing_is_answered_beforehand(browser):
    html = browser.get(NEW).content.decode()

    assert html.count('value="" id="id_many_nevi_2" checked') == 1
    assert len(re.findall(r'type="radio"[^>]* checked', html)) == 4


def test_a_consent_is_stored_and_one_from_the_future_is_said_at_the_field(browser, clinic_a):
    refused = browser.post(NEW, MARIA | {"research_consent_on": "2999-01-01"})
    browser.post(NEW, MARIA | {"research_consent_on": "2026-03-02"})

    assert refused.context["form"].errors["research_consent_on"] == ["The day of the consent is in the future."]
    assert str(Patient.objects.get().research_consent_on) == "2026-03-02"


def test_a_namesake_of_the_same_age_is_shown_first_and_can_be_confirmed(browser, patient):
    twin = MARIA | {"record_number": "B-1", "birth_date": "1961-05-04"}

    warned = browser.post(NEW, twin)

    html = warned.content.decode()
    assert warned.status_code == 422
    assert Patient.objects.count() == 1
    assert f'<a href="{reverse("cases:patient", args=[patient.pk])}">Maria Lindqvist, A-77</a>' in html
    assert 'name="another_person"' in html
    assert 'value="B-1"' in html
    browser.post(NEW, twin | {"another_person": "on"})
    assert [patient.name for patient in Patient.objects.all()] == ["Maria Lindqvist", "Maria Lindqvist"]


def test_without_a_namesake_nobody_is_asked(browser, patient):
    assert 'name="another_person"' not in browser.get(NEW).content.decode()
    assert 'name="another_person"' not in browser.post(NEW, MARIA | {"name": ""}).content.decode()
