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


RISKS = {"personal_melanoma": True, "family_melanoma": False, "immunosuppression": None, "many_nevi": True}


def test_risk_factors_are_true_false_or_null_and_consent_is_a_day(as_ana):
    body = as_ana.post("/api/patients/", MARIA | RISKS | {"research_consent_on": "2026-03-02"}).json()

    assert {name: body[name] for name in RISKS} == RISKS
    assert body["research_consent_on"] == "2026-03-02"
    bare = as_ana.post("/api/patients/", {"record_number": "A-1", "name": "Nils Holm"}).json()
    assert [bare[name] for name in RISKS] == [None] * 4
    changed = as_ana.patch(f"/api/patients/{body['id']}/", {"many_nevi": None, "research_consent_on": None}).json()
    assert (changed["many_nevi"], changed["research_consent_on"], changed["personal_melanoma"]) == (None, None, True)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("many_nevi", "perhaps", "invalid"), ("research_consent_on", "2999-01-01", "in_the_future")],
)
def test_an_answer_that_is_none_is_refused(as_ana, field, value, code):
    answer = as_ana.post("/api/patients/", MARIA | {field: value})

    assert answer.status_code == 400
    assert [one["code"] for one in answer.json()["error"]["fields"][field]] == [code]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("many_nevi=true", ["yes"]),
        ("many_nevi=false", ["no"]),
        ("many_nevi=null", ["not-asked"]),
        ("many_nevi=", ["no", "not-asked", "yes"]),
        ("research_consent=true", ["yes"]),
        ("research_consent=false", ["no", "not-asked"]),
        ("birth_date=1940-02-03", ["no"]),
        ("family_melanoma=null", ["no", "not-asked", "yes"]),
    ],
)
def test_patients_are_found_by_answer_consent_and_birth_date(as_ana, clinic_a, query, found):
    PatientFactory(clinic=clinic_a, record_number="yes", many_nevi=True, research_consent_on="2026-03-02")
    PatientFactory(clinic=clinic_a, record_number="no", many_nevi=False, birth_date="1940-02-03")
    PatientFactory(clinic=clinic_a, record_number="not-asked")

    rows = as_ana.get(f"/api/patients/?{query}&ordering=record_number").json()["results"]

    assert [row["record_number"] for row in rows] == found


def test_an_answer_that_does_not_exist_finds_an_error(as_ana):
    assert as_ana.get("/api/patients/?many_nevi=perhaps").status_code == 400


def test_a_namesake_is_an_error_only_for_who_asks(as_ana, clinic_a):
    known = PatientFactory(clinic=clinic_a, record_number="A-1")

    refused = as_ana.post("/api/patients/", MARIA | {"unless_known": True})

    assert refused.status_code == 400
    (said,) = refused.json()["error"]["fields"]["name"]
    assert said["code"] == "same_person"
    assert known.record_number in said["message"]
    assert as_ana.post("/api/patients/", MARIA).status_code == 201


def test_a_merged_patient_says_into_whom_is_in_no_list_and_does_not_change(as_ana, clinic_a):
    survivor = PatientFactory(clinic=clinic_a, record_number="A-1")
    merged = PatientFactory(clinic=clinic_a, record_number="OLD-1", merged_into=survivor)
    address = f"/api/patients/{merged.pk}/"

    assert as_ana.get(address).json()["merged_into"] == survivor.pk
    for query in ("", "?search=old-1"):
        assert [row["id"] for row in as_ana.get(f"/api/patients/{query}").json()["results"]] == [survivor.pk]
    answer = as_ana.patch(address, {"name": "Somebody"})
    assert answer.status_code == 400
    assert "merged" in answer.content.decode()
    lesion = as_ana.post("/api/lesions/", {"patient": merged.pk, "body_site": "chest"})
    assert (lesion.status_code, lesion.json()["error"]["code"]) == (400, "merged")


def test_nobody_is_merged_by_a_field(as_ana, clinic_a):
    patient, other = PatientFactory.create_batch(2, clinic=clinic_a)

    assert as_ana.patch(f"/api/patients/{patient.pk}/", {"merged_into": other.pk}).json()["merged_into"] is None
