"""/api/patients/<id>/erase/, /hold/, /hold/lift/ and /api/retention/"""

import pytest

from cases.models import Erasure, LegalHold, Patient
from tests.factories import CaseFactory, PatientFactory


@pytest.fixture
def patient(clinic_a):
    """Maria, with a case."""
    patient = PatientFactory(clinic=clinic_a, name="Maria Lindqvist", record_number="A-77")
    CaseFactory(lesion__patient=patient)
    return patient


def test_held_lifted_and_erased(api, admin_a, patient):
    client, base = api(admin_a), f"/api/patients/{patient.pk}"
    erase = {"why": "asked", "record_number": "A-77"}

    assert client.get(f"{base}/erase/").json()["counts"]["cases"] == 1
    assert client.post(f"{base}/hold/", {"reason": "Court"}).status_code == 201
    assert client.get(f"{base}/erase/").json()["on_hold"] is True
    refused = client.post(f"{base}/erase/", erase)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "legal_hold")
    assert client.post(f"{base}/hold/lift/", {"reason": "Settled"}).status_code == 204
    assert [hold["lifted_reason"] for hold in client.get(f"{base}/hold/").json()] == ["Settled"]
    again = client.post(f"{base}/hold/lift/", {"reason": "Settled"})
    assert (again.status_code, again.json()["error"]["code"]) == (400, "not_held")

    wrong = client.post(f"{base}/erase/", erase | {"record_number": "a-77"})
    assert wrong.json()["error"]["fields"]["record_number"][0]["code"] == "another_number"
    done = client.post(f"{base}/erase/", erase)
    assert (done.status_code, done.json()["patient_number"], done.json()["why"]) == (200, patient.pk, "asked")
    assert not Patient.objects.exists()
    assert client.get(f"{base}/").status_code == 404


def test_what_is_due(api, admin_a, patient, clinic_a):
    assert api(admin_a).get("/api/retention/").json()["results"] == []
    clinic_a.retention_years = 1
    clinic_a.save()
    old = PatientFactory(clinic=clinic_a, name="Ruth Adams")
    Patient.objects.filter(pk=old.pk).update(created_at="2001-01-01T00:00Z")
    listed = api(admin_a).get("/api/retention/").json()["results"]
    assert [(row["id"], row["name"], row["last_visit"][:10]) for row in listed] == [
        (old.pk, "Ruth Adams", "2001-01-01")
    ]


@pytest.mark.parametrize("path", ["erase", "hold", "hold/lift"])
def test_for_administrators_of_the_clinic_only(api, ana, cy, admin_b, patient, path):
    address = f"/api/patients/{patient.pk}/{path}/"
    body = {"why": "asked", "record_number": "A-77", "reason": "Court"}
    assert [api(user).post(address, body).status_code for user in (None, ana, cy, admin_b)] == [401, 403, 404, 404]
    assert (Patient.objects.count(), Erasure.objects.count(), LegalHold.objects.count()) == (1, 0, 0)
    assert api(ana).get("/api/retention/").status_code == 403
