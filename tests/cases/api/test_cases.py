"""/api/cases/"""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from cases.models import Case
from tests.factories import (
    AnalysisFactory,
    CaseFactory,
    DoneAnalysisFactory,
    LesionFactory,
    LesionImageFactory,
    PredictionFactory,
)


@pytest.fixture
def lesion(clinic_a):
    """A lesion at Ana's clinic."""
    return LesionFactory(patient__clinic=clinic_a)


def test_a_lesion_and_a_reason_make_a_case(as_ana, ana, lesion):
    answer = as_ana.post("/api/cases/", {"lesion": lesion.pk, "reason": "Has grown since spring"})

    assert answer.status_code == 201
    body = answer.json()
    assert (body["lesion"], body["patient"]) == (lesion.pk, lesion.patient_id)
    assert (body["reason"], body["state"], body["image_count"]) == ("Has grown since spring", "empty", 0)
    assert body["opened_by"] == {"id": ana.pk, "full_name": "Ana Alvarez"}
    assert body["highest_malignant_probability"] is None
    assert Case.objects.get(pk=body["id"]).opened_by == ana


def test_a_reason_is_optional_and_may_be_added_later(as_ana, lesion):
    case_id = as_ana.post("/api/cases/", {"lesion": lesion.pk}).json()["id"]

    answer = as_ana.patch(f"/api/cases/{case_id}/", {"reason": "Itches"})

    assert (answer.status_code, answer.json()["reason"], answer.json()["state"]) == (200, "Itches", "empty")


def test_a_lesion_of_another_clinic_is_as_absent_as_none(as_ana, clinic_b):
    foreign = LesionFactory(patient__clinic=clinic_b)
    marked = {"HTTP_X_REQUEST_ID": "the-same-request"}

    answers = [as_ana.post("/api/cases/", {"lesion": pk}, **marked) for pk in (foreign.pk, 999_999)]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].content == answers[1].content
    assert not Case.objects.exists()


def test_a_case_stays_with_its_lesion(as_ana, clinic_a, lesion):
    case = CaseFactory(lesion=lesion)
    other = LesionFactory(patient__clinic=clinic_a)

    answer = as_ana.patch(f"/api/cases/{case.pk}/", {"lesion": other.pk})

    assert [one["code"] for one in answer.json()["error"]["fields"]["lesion"]] == ["set_once"]
    case.refresh_from_db()
    assert case.lesion == lesion


def test_a_case_carries_its_computed_state(as_ana, lesion):
    case = CaseFactory(lesion=lesion)
    DoneAnalysisFactory(image=LesionImageFactory(case=case))

    body = as_ana.get(f"/api/cases/{case.pk}/").json()

    assert (body["state"], body["image_count"], body["highest_malignant_probability"]) == ("to_review", 1, 0.65)


@pytest.mark.parametrize(("verdict", "uncertainty"), [("suspicious", 0.1), ("needs_a_person", 0.9)])
def test_the_list_marks_a_case_whose_result_is_left_to_a_person(as_ana, lesion, verdict, uncertainty):
    prediction = PredictionFactory(verdict=verdict, uncertainty=uncertainty)
    DoneAnalysisFactory(image=LesionImageFactory(case__lesion=lesion), prediction=prediction)

    (row,) = as_ana.get("/api/cases/").json()["results"]

    unsure = verdict == "needs_a_person"
    assert (row["needs_a_person"], row["highest_malignant_probability"]) == (unsure, None if unsure else 0.65)


def test_cases_are_found_by_lesion_patient_and_state(as_ana, clinic_a, lesion):
    empty = CaseFactory(lesion=lesion)
    running = CaseFactory(lesion__patient__clinic=clinic_a)
    AnalysisFactory(image=LesionImageFactory(case=running))

    def found(query: str) -> list[int]:
        return [row["id"] for row in as_ana.get(f"/api/cases/?{query}").json()["results"]]

    assert found("") == [running.pk, empty.pk]
    assert found(f"lesion={lesion.pk}") == found(f"patient={lesion.patient_id}") == found("state=empty") == [empty.pk]
    assert found("state=running") == [running.pk]
    assert found("state=signed") == []
    assert found("ordering=opened_at") == [empty.pk, running.pk]


def test_cases_are_found_by_time(as_ana, lesion):
    case = CaseFactory(lesion=lesion)
    opened = datetime(2026, 5, 4, 12, tzinfo=UTC)
    Case.objects.filter(pk=case.pk).update(opened_at=opened)

    def count(query: str) -> int:
        return as_ana.get(f"/api/cases/?{query}").json()["count"]

    assert count(f"opened_after={quote(opened.isoformat())}") == 1
    assert count(f"opened_before={quote(opened.isoformat())}") == 0
    assert count(f"opened_before={quote((opened + timedelta(seconds=1)).isoformat())}") == 1
    assert count("opened_after=2026-05-04&opened_before=2026-05-05") == 1
    assert count("opened_after=2026-05-05") == 0


@pytest.mark.parametrize(
    ("list_of", "query", "field"),
    [
        ("cases", "state=finished", "state"),
        ("cases", "lesion=x", "lesion"),
        ("cases", "patient=1.5", "patient"),
        ("cases", "opened_after=yesterday", "opened_after"),
        ("cases", "opened_before=0001-01-01T00:00:00%2B14:00", "opened_before"),
        ("cases", "ordering=reason", "ordering"),
        ("cases", "ordering=lesion__patient__name", "ordering"),
        ("patients", "search=%00", "search"),
        ("patients", "ordering=clinic", "ordering"),
        ("lesions", "body_site=moon", "body_site"),
        ("lesions", "patient=all", "patient"),
        ("analyses", "state=broken", "state"),
        ("analyses", "image=x", "image"),
        ("analyses", "case=9223372036854775808", "case"),
        ("models", "kind=unet", "kind"),
    ],
)
def test_a_filter_that_cannot_be_is_a_field_error(as_ana, list_of, query, field):
    answer = as_ana.get(f"/api/{list_of}/?{query}")

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]
