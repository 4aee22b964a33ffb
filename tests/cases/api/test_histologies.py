"""/api/histologies/ and what hangs on it"""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.api import examples
from cases.models import LostToFollowUp, Pathology
from tests.cases.loop_rows import days_ago, histology, signed, withdrawn
from tests.factories import CaseFactory, LesionFactory


@pytest.fixture
def case(clinic_a, ana):
    """A case of clinic A."""
    return CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)


def test_a_histology_is_entered_and_read_back(as_ana, case, ana):
    asked = examples.HISTOLOGY.value | {"lesion": case.lesion_id, "case": case.pk}

    answer = as_ana.post("/api/histologies/", asked)

    assert answer.status_code == 201
    body = answer.json()
    assert {name: body[name] for name in asked} == asked
    assert body["entered_by"] == {"id": ana.pk, "full_name": "Ana Alvarez"}
    assert (body["withdrawn_at"], body["withdrawn_by"], body["withdrawn_reason"]) == (None, None, "")
    assert as_ana.get(f"/api/histologies/{body['id']}/").json() == body


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"reported_on": str(timezone.localdate() + timedelta(days=2))}, "reported_on", "in_the_future"),
        ({"diagnosis": "nv"}, "breslow_mm", "breslow_only_of_melanoma"),
        ({"diagnosis": "wart"}, "diagnosis", "invalid_choice"),
        ({"breslow_mm": 101}, "breslow_mm", "not_a_length"),
        ({"case": 9999999}, "case", "does_not_exist"),
        ({"lesion": 9999999}, "lesion", "does_not_exist"),
    ],
)
def test_nonsense_is_refused_beside_its_field(changes, field, code, as_ana, case):
    asked = examples.HISTOLOGY.value | {"lesion": case.lesion_id, "case": case.pk}

    answer = as_ana.post("/api/histologies/", asked | changes)

    assert answer.status_code == 400
    assert answer.json()["error"]["fields"][field][0]["code"] == code
    assert not Pathology.objects.exists()


def test_a_lesion_of_another_clinic_does_not_exist(api, cy, case):
    answer = api(cy).post("/api/histologies/", examples.HISTOLOGY.value | {"lesion": case.lesion_id, "case": None})

    assert answer.status_code == 400
    assert answer.json()["error"]["fields"]["lesion"][0]["code"] == "does_not_exist"


def test_a_row_never_changes_and_is_never_deleted(as_ana, case, ana):
    address = f"/api/histologies/{histology(case.lesion, by=ana).pk}/"

    assert [as_ana.patch(address, {}).status_code, as_ana.put(address, {}).status_code] == [405, 405]
    assert as_ana.delete(address).status_code == 405


def test_withdrawn_once_for_a_reason(as_ana, case, ana):
    address = f"/api/histologies/{histology(case.lesion, by=ana).pk}/withdraw/"
    assert as_ana.post(address, {"reason": " "}).status_code == 400

    answer = as_ana.post(address, examples.WITHDRAWAL.value)

    assert answer.status_code == 200
    assert answer.json()["withdrawn_reason"] == "Another patient's report"
    assert answer.json()["withdrawn_by"]["id"] == ana.pk
    again = as_ana.post(address, examples.WITHDRAWAL.value)
    assert (again.status_code, again.json()["error"]["code"]) == (400, "withdrawn_already")


def test_a_correction_is_a_new_row(as_ana, case, ana):
    wrong = histology(case.lesion, by=ana, breslow_mm=0.4)

    answer = as_ana.post(f"/api/histologies/{wrong.pk}/correct/", examples.CORRECTION.value)

    assert answer.status_code == 201
    body = answer.json()
    assert (body["lesion"], body["breslow_mm"], body["withdrawn_at"]) == (case.lesion_id, 1.4, None)
    wrong.refresh_from_db()
    assert wrong.withdrawn_reason == "0.4 was a misprint"


def test_found_by_lesion_and_by_whether_they_hold(as_ana, case, ana):
    holds, gone = histology(case.lesion, by=ana), withdrawn(histology(case.lesion, "nv", by=ana, case=case))
    histology(LesionFactory(patient=case.lesion.patient), "bcc", by=ana)

    def ids(query: str) -> list[int]:
        return [row["id"] for row in as_ana.get(f"/api/histologies/?{query}").json()["results"]]

    assert sorted(ids(f"lesion={case.lesion_id}")) == sorted([holds.pk, gone.pk])
    assert ids("withdrawn=true") == ids(f"case={case.pk}") == [gone.pk]
    assert ids(f"withdrawn=false&lesion={case.lesion_id}") == ids("diagnosis=mel") == [holds.pk]


def test_what_is_planned_for_a_lesion(as_ana, case, ana):
    signed(case, "follow_up", days=90, weeks=12)
    later = CaseFactory(lesion=case.lesion)
    signed(later, "excise", days=29)

    newer, older = as_ana.get(f"/api/lesions/{case.lesion_id}/loops/").json()

    assert (newer["case"], older["case"]) == (later.pk, case.pk)
    assert newer["biopsy"] == {
        "planned_on": str(days_ago(29)),
        "overdue_from": str(days_ago(0)),
        "state": "overdue",
        "histology": None,
    }
    assert newer["follow_up"] is None
    assert older["follow_up"] == {"due_on": str(days_ago(6)), "weeks": 12, "state": "started", "lost": None}


def test_lost_and_found(as_ana, case, ana):
    signed(case, "follow_up", days=90, weeks=12)
    address = f"/api/cases/{case.pk}/lost/"

    answer = as_ana.post(address, examples.LOST.value)

    assert answer.status_code == 201
    assert answer.json()["note"] == examples.LOST.value["note"]
    assert answer.json()["marked_by"]["id"] == ana.pk
    assert as_ana.post(address, {}).json()["error"]["code"] == "lost_already"
    (loop,) = as_ana.get(f"/api/lesions/{case.lesion_id}/loops/").json()
    assert loop["follow_up"]["state"] == "lost"
    assert as_ana.delete(address).status_code == 204
    assert not LostToFollowUp.objects.exists()
    assert as_ana.delete(address).json()["error"]["code"] == "not_lost"
