"""A case as a FHIR bundle: valid, complete, and honest about what is not known."""

import json

import pytest
from pydantic import ValidationError

from accounts.models import AuditEvent
from cases.fhir.codes import DIAGNOSIS, SNOMED_CT
from tests.cases.fhir.bundles import by_code, exported, of_type, references, wrong_codes
from tests.cases.report.cases import NOW, done, drawn_image, segmentation, sign, whole_case
from tests.factories import AnalysisFactory, CaseFactory, LesionImageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(clinic_a, ana):
    """A sure result, an unsure one, a refusal; unsigned."""
    return whole_case(clinic_a, ana)


@pytest.fixture
def empty(clinic_a, ana):
    """A case without a picture."""
    return CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)


def media_urls(bundle: dict) -> list[str]:
    """The full URLs of the pictures, in order."""
    return [entry["fullUrl"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == "Media"]


def test_every_resource_is_there_and_every_reference_leads_somewhere(case, ana):
    bundle = exported(case, ana)

    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    counts = {kind: kinds.count(kind) for kind in set(kinds)}
    assert counts == {
        "DiagnosticReport": 1,
        "Patient": 1,
        "BodyStructure": 1,
        "Media": 3,
        "Device": 2,
        "Observation": 9 + 2 + 2 + 2 + 1,  # sure result, its outline, unsure result, its outline, refusal
    }
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(urls)) == len(urls)
    assert set(references(bundle)) <= set(urls)
    assert wrong_codes(bundle) == []
    assert bundle["type"] == "collection"


def test_a_sure_result_has_an_observation_for_each_probability(case, ana):
    bundle = exported(case, ana)
    found = by_code(bundle, media_urls(bundle)[0])

    assert found["probability-mel"]["valueQuantity"] == {
        "value": 0.6,
        "unit": "1",
        "system": "http://unitsofmeasure.org",
        "code": "1",
    }
    assert found["malignant-probability"]["valueQuantity"]["value"] == 0.65
    assert found["verdict"]["valueCodeableConcept"]["coding"][0]["code"] == "suspicious"
    assert found["malignant-probability"]["component"][0]["valueQuantity"]["value"] == 0.3
    assert found["longest-diameter"]["valueQuantity"]["value"] == 4.62  # 231 px of 0.02 mm
    devices = {d["version"][0]["value"]: d["identifier"][0]["value"] for d in of_type(bundle, "Device")}
    assert devices == {"classifier-test": "c1a5" * 16, "segmenter-test": "0" * 64}


def test_an_unsure_result_has_no_probability(case, ana):
    bundle = exported(case, ana)
    found = by_code(bundle, media_urls(bundle)[1])

    assert not [code for code in found if code.startswith("probability-")]
    assert "valueQuantity" not in found["malignant-probability"]
    assert found["malignant-probability"]["dataAbsentReason"]["coding"][0]["code"] == "unknown"
    assert found["verdict"]["valueCodeableConcept"]["coding"][0]["code"] == "needs_a_person"
    assert "too blurred" in json.dumps(found["verdict"]["note"])
    assert found["longest-diameter"]["dataAbsentReason"]["text"] == "The scale of the picture is unknown."


@pytest.mark.parametrize(
    ("state", "status", "why"),
    [
        (None, "registered", "not-asked"),
        ({}, "registered", "temp-unknown"),
        (
            {"state": "rejected", "reason_code": "x", "reason": "Too dark.", "finished_at": NOW},
            "final",
            "not-performed",
        ),
        ({"state": "failed", "reason_code": "x", "reason": "Lost.", "finished_at": NOW}, "cancelled", "error"),
    ],
)
def test_where_there_is_nothing_the_reason_is_given(empty, ana, state, status, why):
    image = LesionImageFactory(case=empty)
    if state is not None:
        AnalysisFactory(image=image, **state)

    (found,) = of_type(exported(empty, ana), "Observation")

    assert found["status"] == status
    assert found["dataAbsentReason"]["coding"][0]["code"] == why
    assert not [key for key in found if key.startswith("value")]


def test_results_that_wait_for_the_impression_are_masked(clinic_a, empty, ana):
    done(drawn_image(empty))
    clinic_a.impression_first = True
    clinic_a.save()

    bundle = exported(empty, ana)

    (found,) = of_type(bundle, "Observation")
    assert found["dataAbsentReason"]["coding"][0]["code"] == "masked"
    assert of_type(bundle, "Device") == []
    assert "suspicious" not in json.dumps(bundle)


def test_the_report_is_preliminary_then_final_then_amended(empty, ana, bo):
    def report():
        return of_type(exported(empty, ana), "DiagnosticReport")[0]

    assert report()["status"] == "preliminary"
    assert "conclusion" not in report()
    assert "issued" not in report()

    sign(empty, ana)
    assert report()["status"] == "final"
    assert report()["conclusion"] == "Melanoma. Management: excise or biopsy."
    codes = [(c["system"], c["code"]) for c in report()["conclusionCode"][0]["coding"]]
    assert codes == [(DIAGNOSIS, "mel"), (SNOMED_CT, "93655004")]

    sign(empty, bo, 2, diagnosis="nv", management="dismiss")
    bundle = exported(empty, ana)
    assert report()["status"] == "amended"
    assert [c["system"] for c in report()["conclusionCode"][0]["coding"]] == [DIAGNOSIS]
    assert of_type(bundle, "Practitioner")[0]["name"] == [{"text": "Bo Berg"}]
    assert set(references(bundle)) <= {entry["fullUrl"] for entry in bundle["entry"]}


def test_a_persons_outline_is_theirs(empty, ana, bo):
    image = drawn_image(empty)
    segmentation(image, image=image, drawn_by=bo)

    bundle = exported(empty, ana)
    found = by_code(bundle, media_urls(bundle)[0])["area-fraction"]

    assert found["performer"][0]["display"] == "Bo Berg"
    assert "device" not in found
    assert of_type(bundle, "Practitioner")


def test_a_picture_is_named_by_its_address_alone(case, ana):
    for media in of_type(exported(case, ana), "Media"):
        assert media["content"]["url"].startswith("https://site.example/")
        assert "data" not in media["content"]
        assert "Lindqvist" not in json.dumps(media)


def test_what_is_no_fhir_does_not_leave(empty, ana):
    """The models really look: a birth date that is none is refused."""
    from fhir.resources.R4B.bundle import Bundle

    bundle = exported(empty, ana)
    next(e for e in bundle["entry"] if e["resource"]["resourceType"] == "Patient")["resource"]["birthDate"] = (
        "in spring"
    )
    with pytest.raises(ValidationError):
        Bundle.model_validate(bundle)


def test_the_same_case_has_the_same_addresses_again(case, ana):
    first, second = exported(case, ana), exported(case, ana)

    assert [e["fullUrl"] for e in first["entry"]] == [e["fullUrl"] for e in second["entry"]]


def test_it_leaves_a_trace(case, ana):
    exported(case, ana)

    event = AuditEvent.objects.get(act="case.exported")
    assert (event.object_id, event.user_id) == (case.pk, ana.pk)
    assert event.detail == {"format": "fhir-r4", "pictures": 3}
