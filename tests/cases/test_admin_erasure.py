"""Legal hold, erasure and the list of what is due, in the admin."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.urls import reverse

from cases.models import Erasure, LegalHold, Patient
from tests.factories import CaseFactory, PatientFactory


@pytest.fixture
def patient(clinic_a):
    """Maria, with a case."""
    patient = PatientFactory(clinic=clinic_a, name="Maria Lindqvist", record_number="A-77")
    CaseFactory(lesion__patient=patient)
    return patient


@pytest.fixture
def office(client, admin_a):
    """The administrator's browser."""
    client.force_login(admin_a)
    return client


def page(name: str, patient: Patient) -> str:
    return reverse(f"admin:cases_patient_{name}", args=[patient.pk])


def test_the_question_says_what_will_go_and_nothing_goes_before_the_answer(office, patient):
    html = office.get(page("erase", patient)).text
    assert '<tr><th scope="row">cases</th><td>1</td></tr>' in html
    assert '<th scope="row">pictures</th>' not in html
    assert "nobody can bring it back" in html
    assert page("erase", patient) in office.get(page("change", patient)).text
    assert Patient.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"why": "asked", "record_number": "A-78"}, "This is not the record number of this patient."),
        ({"why": "asked"}, "This field is required."),
        ({"record_number": "A-77"}, "This field is required."),
        ({"why": "spite", "record_number": "A-77"}, "Select a valid choice."),
    ],
)
def test_a_wrong_answer_erases_nothing(office, patient, answer, said):
    assert said in office.post(page("erase", patient), answer).text
    assert Patient.objects.count() == 1


def test_erased_and_to_be_seen_among_the_erasures(office, patient, admin_a):
    number = patient.pk
    lesion = patient.lesions.get()
    LogEntry.objects.log_actions(admin_a.pk, [lesion], CHANGE, "[]", single_object=True)
    done = office.post(page("erase", patient), {"why": "asked", "record_number": "A-77"}, follow=True)
    assert f"patient {number} stays in the list of erasures" in done.text
    assert not Patient.objects.exists()
    assert not LogEntry.objects.exists()
    erasure = Erasure.objects.get()
    for address in (
        reverse("admin:cases_erasure_changelist"),
        reverse("admin:cases_erasure_change", args=[erasure.pk]),
    ):
        html = office.get(address).text
        assert str(number) in html
        assert "Lindqvist" not in html
    assert office.get(page("erase", patient)).status_code == 404


def test_a_hold_is_placed_seen_and_lifted(office, patient):
    assert "This field is required." in office.post(page("hold", patient), {"reason": " "}).text
    office.post(page("hold", patient), {"reason": "Court of Malmö"})
    html = office.get(page("erase", patient)).text
    assert "Court of Malmö" in html
    assert "Erase for good" not in html
    office.post(page("erase", patient), {"why": "asked", "record_number": "A-77"})
    assert Patient.objects.count() == 1
    assert "Lift the hold" in office.get(page("hold", patient)).text
    assert "Court of Malmö" in office.get(reverse("admin:cases_legalhold_changelist")).text
    office.post(page("hold", patient), {"reason": "Settled"})
    assert LegalHold.objects.get().lifted_reason == "Settled"
    assert "Settled" in office.get(page("hold", patient)).text


def test_what_is_due_is_listed_for_the_own_clinic(office, patient, clinic_a, clinic_b):
    due = reverse("admin:cases_patient_due")
    assert "keeps records for good" in office.get(due).text
    clinic_a.retention_years = 5
    clinic_a.save()
    assert "No record is due." in office.get(due).text
    foreign = PatientFactory(clinic=clinic_b, name="Zacharias Quist")
    old = PatientFactory(clinic=clinic_a, name="Ruth Adams")
    Patient.objects.filter(pk__in=[foreign.pk, old.pk]).update(created_at="2001-01-01T00:00Z")
    html = office.get(due).text
    assert "1 record due." in html
    assert "Ruth Adams" in html
    assert "Quist" not in html


@pytest.mark.parametrize("name", ["erase", "hold"])
def test_nobody_else_gets_there(client, ana, admin_b, patient, name):
    for user, codes in ((ana, {302, 403}), (admin_b, {404})):
        client.force_login(user)
        for method in (client.get, client.post):
            assert method(page(name, patient)).status_code in codes
    assert Patient.objects.count() == 1
