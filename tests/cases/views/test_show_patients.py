"""The list of patients."""

import re
from datetime import date

from django.urls import reverse

from tests.cases.views.conftest import count_queries
from tests.factories import CaseFactory, LesionFactory, PatientFactory

PATIENTS = reverse("cases:patients")


def names(response) -> list[str]:
    """The patients on the page, from top to bottom."""
    return re.findall(r'class="rows__link" href="/patients/\d+/">([^<]+)<', response.content.decode())


def test_patients_by_name_with_their_lesions(browser, clinic_a):
    PatientFactory(clinic=clinic_a, name="Zoe Zander")
    anna = PatientFactory(clinic=clinic_a, name="Anna Adam")
    CaseFactory(lesion=LesionFactory(patient=anna))
    CaseFactory(lesion=LesionFactory(patient=anna))

    response = browser.get(PATIENTS)

    assert names(response) == ["Anna Adam", "Zoe Zander"]
    assert [patient.lesion_count for patient in response.context["page"]] == [2, 0]
    assert "none yet" in response.content.decode()


def test_search_by_name_or_record_number(browser, clinic_a):
    PatientFactory(clinic=clinic_a, name="Anna Adam", record_number="X-1")
    PatientFactory(clinic=clinic_a, name="Zoe Zander", record_number="Y-2")

    assert names(browser.get(PATIENTS, {"q": "zan"})) == ["Zoe Zander"]
    assert names(browser.get(PATIENTS, {"q": "x-1"})) == ["Anna Adam"]
    assert "Nobody matches" in browser.get(PATIENTS, {"q": "x-1 zoe"}).content.decode()


def test_the_first_patient_is_invited(browser):
    assert "No patient yet" in browser.get(PATIENTS).content.decode()


def test_pages_of_25(browser, clinic_a):
    for number in range(26):
        PatientFactory(clinic=clinic_a, name=f"Patient {number:02d}")

    assert len(names(browser.get(PATIENTS))) == 25
    assert names(browser.get(PATIENTS, {"page": 2})) == ["Patient 25"]


def test_queries_do_not_grow_with_the_rows(browser, clinic_a):
    PatientFactory.create_batch(3, clinic=clinic_a)
    few = count_queries(browser, PATIENTS)
    for patient in PatientFactory.create_batch(27, clinic=clinic_a):
        LesionFactory(patient=patient)

    assert count_queries(browser, PATIENTS) == few


def test_other_orders_are_in_the_address_and_unknown_ages_come_last(browser, clinic_a):
    PatientFactory(clinic=clinic_a, name="Anna", record_number="3", birth_date=None)
    old = PatientFactory(clinic=clinic_a, name="Bert", record_number="2", birth_date=date(1940, 1, 1))
    PatientFactory(clinic=clinic_a, name="Cleo", record_number="1", birth_date=date(2001, 1, 1))
    CaseFactory(lesion=LesionFactory(patient=old))

    assert names(browser.get(PATIENTS, {"sort": "-name"})) == ["Cleo", "Bert", "Anna"]
    assert names(browser.get(PATIENTS, {"sort": "number"})) == ["Cleo", "Bert", "Anna"]
    assert names(browser.get(PATIENTS, {"sort": "age"})) == ["Cleo", "Bert", "Anna"]
    assert names(browser.get(PATIENTS, {"sort": "-age"})) == ["Bert", "Cleo", "Anna"]
    assert names(browser.get(PATIENTS, {"sort": "seen"})) == ["Bert", "Anna", "Cleo"]
    assert names(browser.get(PATIENTS, {"sort": "password"})) == ["Anna", "Bert", "Cleo"]


def test_a_search_keeps_the_order_and_the_column_says_it(browser, clinic_a):
    PatientFactory(clinic=clinic_a)

    html = browser.get(PATIENTS, {"sort": "-age", "q": "maria"}).content.decode()

    assert '<input type="hidden" name="sort" value="-age">' in html
    assert '<th scope="col" aria-sort="ascending"><a class="rows__sort" href="?sort=age&amp;q=maria">Age' in html


def test_merged_patients_are_not_listed_and_their_number_finds_the_survivor_once(browser, patient, clinic_a):
    for number in ("OLD-1", "OLD-2"):
        PatientFactory(clinic=clinic_a, name="Marie Lindquist", record_number=number, merged_into=patient)

    assert names(browser.get(PATIENTS)) == ["Maria Lindqvist"]
    assert names(browser.get(PATIENTS, {"q": "old-2"})) == ["Maria Lindqvist"]
    assert names(browser.get(PATIENTS, {"q": "marie"})) == []
