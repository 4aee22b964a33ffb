"""/api/patients/"""

import pytest

from accounts.models import AuditEvent
from cases.models import Patient
from tests.factories import PatientFactory

MARIA = {
    "record_number": "A-0815",
    "name": "Maria Lindqvist",
    "birth_date": "1961-05-04",
    "sex": "female",
    "skin_type": "II",
}


def test_a_patient_is_registered_at_the_clinic_of_who_asks(as_ana, ana):
    answer = as_ana.post("/api/patients/", MARIA)

    assert answer.status_code == 201
    body = answer.json()
    assert {name: body[name] for name in MARIA} == MARIA
    patient = Patient.objects.get(pk=body["id"])
    assert (patient.clinic, patient.created_by, patient.notes) == (ana.clinic, ana, "")
    assert AuditEvent.objects.filter(act="patient.registered", object_id=patient.pk, user_id=ana.pk).exists()


def test_record_number_and_name_are_enough(as_ana):
    body = as_ana.post("/api/patients/", {"record_number": "A-1", "name": "Nils Holm"}).json()

    assert (body["birth_date"], body["sex"], body["skin_type"], body["notes"]) == (None, "unknown", "", "")


def test_every_wrong_field_is_named(as_ana):
    wrong = {"name": "", "birth_date": "4 May", "sex": "x", "skin_type": "VII"}

    answer = as_ana.post("/api/patients/", wrong)

    assert answer.status_code == 400
    error = answer.json()["error"]
    codes = {name: [one["code"] for one in found] for name, found in error["fields"].items()}
    assert codes == {
        "record_number": ["required"],
        "name": ["blank"],
        "birth_date": ["invalid"],
        "sex": ["invalid_choice"],
        "skin_type": ["invalid_choice"],
    }
    assert error["code"] == "invalid"
    assert error["message"].startswith("5 fields need correction: ")
    assert error["request_id"] == answer["X-Request-ID"]
    assert not Patient.objects.exists()


def test_a_birth_date_in_the_future_is_a_field_error(as_ana):
    answer = as_ana.post("/api/patients/", MARIA | {"birth_date": "2999-01-01"})

    assert answer.status_code == 400
    assert [one["code"] for one in answer.json()["error"]["fields"]["birth_date"]] == ["in_the_future"]


@pytest.mark.parametrize("method", ["post", "patch"])
def test_a_record_number_that_is_taken_is_an_error_of_that_field(as_ana, clinic_a, method):
    PatientFactory(clinic=clinic_a, record_number="A-0815")
    other = PatientFactory(clinic=clinic_a, record_number="A-0816")
    address = "/api/patients/" if method == "post" else f"/api/patients/{other.pk}/"

    answer = getattr(as_ana, method)(address, MARIA)

    assert answer.status_code == 400
    error = answer.json()["error"]
    sentence = "A patient with this record number is already registered."
    assert error["fields"] == {"record_number": [{"code": "unique", "message": sentence}]}


def test_the_same_record_number_at_another_clinic_is_no_clash(as_ana, clinic_b):
    PatientFactory(clinic=clinic_b, record_number="A-0815")

    assert as_ana.post("/api/patients/", MARIA).status_code == 201


def test_a_patient_is_changed_in_part(as_ana, clinic_a):
    patient = PatientFactory(clinic=clinic_a, name="Maria Lindqvist", skin_type="II")

    answer = as_ana.patch(f"/api/patients/{patient.pk}/", {"skin_type": "III"})

    assert answer.status_code == 200
    assert (answer.json()["skin_type"], answer.json()["name"]) == ("III", "Maria Lindqvist")
    patient.refresh_from_db()
    assert patient.skin_type == "III"


def test_a_patient_is_read_and_never_kept_by_a_cache(as_ana, clinic_a):
    patient = PatientFactory(clinic=clinic_a)

    answer = as_ana.get(f"/api/patients/{patient.pk}/")

    assert answer.json()["record_number"] == patient.record_number
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("method", ["delete", "put", "options"])
def test_a_patient_is_not_deleted_or_replaced(as_ana, clinic_a, method):
    patient = PatientFactory(clinic=clinic_a)

    answer = getattr(as_ana, method)(f"/api/patients/{patient.pk}/", {})

    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "method_not_allowed")
    assert Patient.objects.filter(pk=patient.pk).exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("search=lind", ["A-2", "A-1"]),
        ("search=b-7", ["B-7"]),
        ("search=nobody", []),
        ("ordering=-record_number", ["B-7", "A-2", "A-1"]),
        ("", ["B-7", "A-2", "A-1"]),
        ("page_size=2", ["B-7", "A-2"]),
        ("page_size=2&page=2", ["A-1"]),
    ],
)
def test_patients_are_searched_ordered_and_paged(as_ana, clinic_a, query, found):
    for number, name in (("A-1", "Maria Lindqvist"), ("A-2", "Jonas Lindgren"), ("B-7", "Ebba Dahl")):
        PatientFactory(clinic=clinic_a, record_number=number, name=name)

    body = as_ana.get(f"/api/patients/?{query}").json()

    assert [row["record_number"] for row in body["results"]] == found
    assert set(body) == {"count", "next", "previous", "results"}


def test_a_page_holds_a_hundred_at_most(as_ana, clinic_a):
    PatientFactory.create_batch(101, clinic=clinic_a)

    body = as_ana.get("/api/patients/?page_size=5000").json()

    assert (body["count"], len(body["results"])) == (101, 100)
    assert body["next"].endswith("page=2&page_size=5000")
