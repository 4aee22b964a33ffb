"""Everything of a patient in one file."""

import csv
import io
import json
import zipfile

import pytest

from accounts.models import AuditEvent
from accounts.services.record_event import record_event
from cases.models import LesionImage, LostToFollowUp
from cases.services.export_patient import export_patient
from tests.cases.report.cases import done, drawn_image, histology, segmentation, sign, whole_case
from tests.factories import AnalysisFactory, CaseFactory, LesionImageFactory, PatientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient(clinic_a, ana, bo):
    """Three pictures, an outline by Bo, two reviews, a histology; the record number looks like a formula."""
    case = whole_case(clinic_a, ana, record_number="=1+1", notes="Allergic to lidocaine")
    image = case.images.order_by("pk").first()
    picture = drawn_image(CaseFactory(lesion=case.lesion, opened_by=ana, reason="-second visit"), 4)
    segmentation(picture, image=image, drawn_by=bo)
    review = sign(case, ana)
    sign(case, bo, 2)
    LostToFollowUp.objects.create(review=review, marked_by=ana)
    histology(case, bo)
    return case.lesion.patient


def exported(patient, by) -> zipfile.ZipFile:
    """The archive, tested."""
    with export_patient(patient=patient, by=by) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    assert archive.testzip() is None
    return archive


def table(archive: zipfile.ZipFile, name: str) -> list[dict]:
    """A CSV of it."""
    return list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))


def test_every_row_is_there_as_json_and_as_csv(patient, ana, bo):
    with exported(patient, ana) as archive:
        record = json.loads(archive.read("record.json"))
        assert record["format"] == "skinlesion-patient-1"
        counts = {name: len(rows) for name, rows in record["tables"].items()}
        assert counts == {
            "patient": 1,
            "lesions": 1,
            "cases": 2,
            "images": 4,
            "analyses": 3,
            "segmentations": 3,
            "predictions": 2,
            "reviews": 2,
            "pathologies": 1,
            "lost_to_follow_up": 1,
            "model_versions": 2,
            "audit_events": 0,
            "people": len(record["tables"]["people"]),
        }
        assert record["tables"]["patient"][0]["record_number"] == "=1+1"
        assert record["tables"]["predictions"][0]["probabilities"] == [0.02, 0.03, 0.1, 0.01, 0.6, 0.23, 0.01]
        assert {"id": bo.pk, "full_name": "Bo Berg"} in record["tables"]["people"]
        for name, rows in record["tables"].items():
            assert len(table(archive, f"tables/{name}.csv")) == len(rows), name
        assert ana.email not in archive.read("record.json").decode()


def test_who_looked_and_who_wrote_is_there_by_name_and_nobody_elses(patient, ana, bo, cy, clinic_a):
    other = CaseFactory(lesion__patient__clinic=clinic_a)
    record_event(act="case.seen", by=cy, about=other)
    record_event(act="case.seen", by=bo, about=patient.lesions.get().cases.first())
    image = LesionImage.objects.filter(case__lesion__patient=patient).first()
    record_event(act="analysis.tried", by=bo, about=AnalysisFactory(image=image, shadow=True))
    export_patient(patient=patient, by=ana).close()
    with exported(patient, ana) as archive:
        record = json.loads(archive.read("record.json"))["tables"]
    events = record["audit_events"]
    assert [event["act"] for event in events if event["act"] in ("case.seen", "patient.exported")] == [
        "case.seen",
        "patient.exported",
    ]
    assert "analysis.tried" not in {event["act"] for event in events}
    names = {person["id"]: person["full_name"] for person in record["people"]}
    assert names[events[-2]["user_id"]] == "Bo Berg"
    assert names[events[-1]["user_id"]] == "Ana Alvarez"
    assert cy.pk not in names


def test_every_file_is_there_as_it_was_received(patient, ana):
    with exported(patient, ana) as archive:
        for image in LesionImage.objects.filter(case__lesion__patient=patient):
            with image.original.open("rb") as original:
                assert archive.read(f"pictures/picture-{image.pk}.jpg") == original.read()
        rows = json.loads(archive.read("record.json"))["tables"]
        names = set(archive.namelist())
        assert {row["original"] for row in rows["images"]} <= names
        assert {row["mask"] for row in rows["segmentations"]} <= names


def test_no_cell_is_a_formula(patient, ana):
    with exported(patient, ana) as archive:
        tables = [name for name in archive.namelist() if name.endswith(".csv")]
        cells = [value for name in tables for row in table(archive, name) for value in row.values()]
        assert not [value for value in cells if value.startswith(("=", "+", "-", "@"))]
        assert table(archive, "tables/patient.csv")[0]["record_number"] == "'=1+1"


def test_the_pictures_can_be_imported_again(patient, ana):
    with exported(patient, ana) as archive:
        rows = table(archive, "images.csv")
        names = set(archive.namelist())

    assert {"file", "patient", "lesion", "site", "date", "type", "diagnosis"} <= set(rows[0])
    assert {row["file"] for row in rows} <= names
    first = rows[0]
    assert (first["site"], first["date"], first["type"]) == ("upper_back", "2026-11-25", "dermoscopic")
    assert (first["diagnosis"], first["diagnosis_confirm_type"]) == ("mel", "histopathology")
    assert first["histology_date"] == "2026-11-24"


def test_results_that_wait_for_an_impression_are_left_out_and_said(clinic_a, ana):
    case = CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)
    done(drawn_image(case))
    clinic_a.impression_first = True
    clinic_a.save()

    with exported(case.lesion.patient, ana) as archive:
        record = json.loads(archive.read("record.json"))

    assert record["cases_whose_results_wait_for_an_impression"] == [case.pk]
    assert (record["tables"]["analyses"], record["tables"]["predictions"]) == ([], [])
    assert record["tables"]["segmentations"] == []


def test_another_patient_stays_where_they_are(patient, clinic_a, ana):
    other = LesionImageFactory(case__lesion__patient=PatientFactory(clinic=clinic_a, name="Other Person"))

    with exported(patient, ana) as archive:
        assert "Other Person" not in archive.read("record.json").decode()
        assert f"pictures/picture-{other.pk}.jpg" not in archive.namelist()


def test_a_patient_without_anything(clinic_a, ana):
    with exported(PatientFactory(clinic=clinic_a), ana) as archive:
        assert table(archive, "images.csv") == []
        assert table(archive, "tables/lesions.csv") == []


def test_it_leaves_a_trace(patient, ana):
    exported(patient, ana).close()

    event = AuditEvent.objects.get(act="patient.exported")
    assert (event.object_id, event.user_id) == (patient.pk, ana.pk)
    assert (event.detail["pictures"], event.detail["masks"]) == (4, 3)
    assert "Lindqvist" not in json.dumps(event.detail)


def test_a_missing_file_gives_no_half_archive(patient, ana):
    image = LesionImage.objects.filter(case__lesion__patient=patient).last()
    image.original.storage.delete(image.original.name)

    with pytest.raises(FileNotFoundError):
        export_patient(patient=patient, by=ana)
    assert not AuditEvent.objects.filter(act="patient.exported").exists()
