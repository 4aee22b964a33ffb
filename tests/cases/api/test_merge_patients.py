"""/api/patients/<id>/merge/, /unmerge/ and /api/patients/csv/"""

from cases.models import Patient
from tests.cases.services.imports import dropped
from tests.factories import LesionFactory, PatientFactory


def test_merge_and_undo(api, admin_a, clinic_a):
    keep, merge = PatientFactory(clinic=clinic_a), PatientFactory(clinic=clinic_a)
    LesionFactory(patient=merge)
    client = api(admin_a)

    assert client.post(f"/api/patients/{keep.pk}/merge/", {"merge": merge.pk}).json()["id"] == keep.pk
    assert keep.lesions.count() == 1
    again = client.post(f"/api/patients/{keep.pk}/merge/", {"merge": merge.pk})
    assert (again.status_code, again.json()["error"]["code"]) == (400, "merged_already")
    assert client.post(f"/api/patients/{merge.pk}/unmerge/").json()["id"] == merge.pk
    assert merge.lesions.count() == 1
    assert client.post(f"/api/patients/{merge.pk}/unmerge/").json()["error"]["code"] == "not_merged"


def test_a_foreign_registration_is_not_there(api, admin_a, clinic_a, clinic_b):
    keep, foreign = PatientFactory(clinic=clinic_a), PatientFactory(clinic=clinic_b)
    answer = api(admin_a).post(f"/api/patients/{keep.pk}/merge/", {"merge": foreign.pk})
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["merge"])
    assert not Patient.objects.filter(merged_into__isnull=False).exists()


def test_patients_as_a_table_out_and_in(api, admin_a, admin_b, clinic_a, clinic_b):
    PatientFactory(clinic=clinic_a, name="Ann Lee")
    answer = api(admin_a).get("/api/patients/csv/")
    table = b"".join(answer.streaming_content)
    assert answer["Content-Type"].startswith("text/csv")
    assert b"Ann Lee" in table

    there = api(admin_b)
    tried = there.post("/api/patients/csv/", {"file": dropped("p.csv", table), "dry_run": True}, format="multipart")
    assert (tried.json()["registered"], tried.json()["stored"]) == (1, False)
    assert not clinic_b.patients.exists()
    there.post("/api/patients/csv/", {"file": dropped("p.csv", table)}, format="multipart")
    assert clinic_b.patients.get().name == "Ann Lee"


def test_a_table_is_for_administrators(as_ana, db):
    assert as_ana.get("/api/patients/csv/").status_code == 403
    assert as_ana.post("/api/patients/csv/", {}, format="multipart").status_code == 403
