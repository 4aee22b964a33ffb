"""/api/lesions/"""

import pytest

from cases.models import Lesion
from tests.factories import LesionFactory, PatientFactory


@pytest.fixture
def maria(clinic_a):
    """A patient of Ana's clinic."""
    return PatientFactory(clinic=clinic_a)


def test_a_patient_and_a_site_make_a_lesion(as_ana, ana, maria):
    answer = as_ana.post("/api/lesions/", {"patient": maria.pk, "body_site": "upper_back"})

    assert answer.status_code == 201
    body = answer.json()
    assert (body["patient"], body["body_site"], body["body_view"], body["body_x"]) == (maria.pk, "upper_back", "", None)
    assert body["site_name"] == "Upper back, posterior torso"
    assert Lesion.objects.get(pk=body["id"]).created_by == ana


def test_a_lesion_has_a_point_on_the_body_map(as_ana, maria):
    point = {"body_view": "back", "body_x": 0.45, "body_y": 0.3, "description": "Left of the spine"}

    body = as_ana.post("/api/lesions/", {"patient": maria.pk, "body_site": "upper_back", **point}).json()

    assert {name: body[name] for name in point} == point


@pytest.mark.parametrize(
    ("point", "field", "code"),
    [
        ({"body_view": "back"}, None, "point_incomplete"),
        ({"body_x": 0.5, "body_y": 0.5}, None, "point_incomplete"),
        ({"body_view": "back", "body_x": 1.5, "body_y": 0.5}, "body_x", "off_the_map"),
        ({"body_view": "side", "body_x": 0.5, "body_y": 0.5}, "body_view", "invalid_choice"),
        ({"body_site": "moon"}, "body_site", "invalid_choice"),
        ({"patient": "x"}, "patient", "invalid"),
        ({"patient": 1.5}, "patient", "invalid"),
        ({"patient": None}, "patient", "null"),
        ({"patient": 10**30}, "patient", "does_not_exist"),
    ],
)
def test_what_does_not_fit_is_said(as_ana, maria, point, field, code):
    answer = as_ana.post("/api/lesions/", {"patient": maria.pk, "body_site": "upper_back"} | point)

    assert answer.status_code == 400
    error = answer.json()["error"]
    if field is None:
        assert (error["code"], error["fields"]) == (code, {})
    else:
        assert [one["code"] for one in error["fields"][field]] == [code]
    assert not Lesion.objects.exists()


def test_a_patient_of_another_clinic_is_as_absent_as_none(as_ana, clinic_b):
    foreign = PatientFactory(clinic=clinic_b)
    marked = {"HTTP_X_REQUEST_ID": "the-same-request"}

    answers = [
        as_ana.post("/api/lesions/", {"patient": pk, "body_site": "face"}, **marked) for pk in (foreign.pk, 999_999)
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].content == answers[1].content
    assert answers[0].json()["error"]["fields"]["patient"] == [
        {"code": "does_not_exist", "message": "There is no such record."}
    ]


def test_a_lesion_changes_its_place_but_not_its_patient(as_ana, clinic_a, maria):
    lesion = LesionFactory(patient=maria, body_site="upper_back")
    other = PatientFactory(clinic=clinic_a)
    address = f"/api/lesions/{lesion.pk}/"

    moved = as_ana.patch(address, {"patient": maria.pk, "body_site": "lower_back"})
    taken = as_ana.patch(address, {"patient": other.pk})

    assert (moved.status_code, moved.json()["body_site"]) == (200, "lower_back")
    assert taken.status_code == 400
    assert [one["code"] for one in taken.json()["error"]["fields"]["patient"]] == ["set_once"]
    lesion.refresh_from_db()
    assert lesion.patient == maria


def test_lesions_are_found_by_patient_and_by_site_or_region(as_ana, clinic_a, maria):
    back = LesionFactory(patient=maria, body_site="upper_back")
    face = LesionFactory(patient=maria, body_site="face")
    other = LesionFactory(patient__clinic=clinic_a, body_site="posterior_torso")

    def found(query: str) -> list[int]:
        return [row["id"] for row in as_ana.get(f"/api/lesions/?{query}").json()["results"]]

    assert found(f"patient={maria.pk}") == [face.pk, back.pk]
    assert found("body_site=posterior_torso") == [other.pk, back.pk]
    assert found("body_site=upper_back") == [back.pk]
    assert found("ordering=created_at") == [back.pk, face.pk, other.pk]
    assert found("patient=999999") == found("patient=-1") == []
