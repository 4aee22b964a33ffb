"""A person's record goes, rows and files, and nothing of anybody else; a hold stops it."""

import threading
from collections import Counter

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import connection, transaction

from accounts.models import AuditEvent
from analysis.models import Analysis
from cases.models import Erasure, LegalHold, LostToFollowUp, Patient
from cases.selectors.whole_record import whole_record
from cases.services.erase_patient import erase_patient
from cases.services.lift_hold import lift_hold
from cases.services.merge_patients import merge_patients
from cases.services.place_hold import place_hold
from cases.services.remove_erased_files import remove_erased_files
from tests.cases.report.cases import drawn_image, histology, segmentation, sign, whole_case
from tests.factories import (
    AnalysisFactory,
    BreakGlassFactory,
    CaseFactory,
    ImportRowFactory,
    LesionFactory,
    PatientFactory,
    SegmenterFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
OF_THE_RECORD = {"cases", "analysis"}
STAY = {"Erasure", "ModelVersion", "BatchRun", "ImportRun", "Heartbeat"}


def record_of(clinic, by, **patient) -> Patient:
    """Somebody with a row of every kind."""
    case = whole_case(clinic, by, **patient)
    image = case.images.order_by("pk").first()
    picture = drawn_image(CaseFactory(lesion=case.lesion, opened_by=by), 4)
    segmentation(picture, image=image, drawn_by=by)
    first = image.analyses.first()
    AnalysisFactory(image=image, segmenter=SegmenterFactory(), before=first, attempts=2)
    review = sign(case, by, analysis=first, agreement="agrees")
    LostToFollowUp.objects.create(review=review, marked_by=by)
    histology(case, by)
    person = case.lesion.patient
    BreakGlassFactory(user=by, patient=person)
    ImportRowFactory(
        run__clinic=clinic, record_number=person.record_number, patient=person, image=image, state="done", number=2
    )
    ImportRowFactory(run__clinic=clinic, record_number=person.record_number, number=3)
    return person


def rows() -> Counter:
    """How many there are of each model of the record."""
    models = [model for model in apps.get_models() if model._meta.app_label in OF_THE_RECORD]
    return Counter({model.__name__: model._base_manager.count() for model in models if model.__name__ not in STAY})


def files() -> set[tuple[str, str]]:
    """Every file of the storages."""
    return {(alias, file.name) for alias in ("originals", "renditions") for file in storages[alias].walk()}


def test_everything_of_the_person_goes_and_nothing_else(ana, admin_a, clinic_a):
    other = record_of(clinic_a, ana, record_number="A-78", name="Ruth Adams")
    before, kept = rows(), files()
    person = record_of(clinic_a, ana)
    number = person.pk
    assert all(rows()[name] > before[name] for name in before if name not in ("LegalHold",)), "a row of every kind"
    events = AuditEvent.objects.count()

    erasure = erase_patient(patient=person, why="asked", by=admin_a)

    assert rows() == before
    assert files() == kept
    assert Patient.objects.get() == other
    assert (erasure.patient_number, erasure.files_left, erasure.counts["pictures"]) == (number, [], 4)
    told = AuditEvent.objects.get(act="patient.erased")
    assert (told.object_type, told.object_id, told.clinic_id) == ("patient", number, clinic_a.pk)
    assert AuditEvent.objects.count() == events + 1
    assert not {"Maria", "Lindqvist", "A-77"} & set(str(told.detail).replace("'", " ").split())
    with connection.cursor() as cursor:
        connection.check_constraints()
        cursor.execute("SELECT COUNT(*) FROM cases_patientterm WHERE patient_id = %s", [number])
        assert cursor.fetchone() == (0,)


def test_registrations_that_were_merged_into_it_go_too(ana, admin_a, clinic_a):
    keep, merged = PatientFactory(clinic=clinic_a), PatientFactory(clinic=clinic_a)
    LesionFactory(patient=merged)
    merge_patients(keep=keep, merge=merged, by=admin_a)
    with pytest.raises(ValidationError) as refusal:
        erase_patient(patient=merged, why="asked", by=admin_a)
    assert refusal.value.code == "merged"
    erase_patient(patient=keep, why="mistake", by=admin_a)
    assert rows() == Counter(dict.fromkeys(rows(), 0))


def test_a_hold_stops_it_until_it_is_lifted(admin_a, clinic_a):
    keep, merged = PatientFactory(clinic=clinic_a), PatientFactory(clinic=clinic_a)
    place_hold(patient=merged, reason="Court of Malmö, 12/2026", by=admin_a)
    merge_patients(keep=keep, merge=merged, by=admin_a)
    with pytest.raises(ValidationError, match="Court of Malmö") as refusal:
        erase_patient(patient=keep, why="asked", by=admin_a)
    assert (refusal.value.code, Patient.objects.count(), Erasure.objects.count()) == ("legal_hold", 2, 0)
    with pytest.raises(ValidationError) as refusal:
        place_hold(patient=keep, reason="Again", by=admin_a)
    assert refusal.value.code == "held_already"

    lift_hold(patient=keep, reason="Settled", by=admin_a)
    hold = LegalHold.objects.get()
    assert (hold.lifted_by, hold.lifted_reason) == (admin_a, "Settled")
    acts = AuditEvent.objects.filter(act__startswith="legal_hold").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["legal_hold.placed", "legal_hold.lifted"]
    erase_patient(patient=keep, why="asked", by=admin_a)
    assert (Patient.objects.count(), LegalHold.objects.count()) == (0, 0)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_a_hold_has_a_reason(admin_a, clinic_a, reason):
    with pytest.raises(ValidationError):
        place_hold(patient=PatientFactory(clinic=clinic_a), reason=reason, by=admin_a)
    assert not LegalHold.objects.exists()


def test_files_go_behind_the_commit_and_not_before(ana, admin_a, clinic_a):
    person = record_of(clinic_a, ana)
    there = files()

    def erase_for_nothing():
        with transaction.atomic():
            erase_patient(patient=person, why="asked", by=admin_a)
            assert files() == there
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        erase_for_nothing()
    assert files() == there
    assert Patient.objects.count() == 1


def test_files_of_a_storage_that_does_not_answer_go_later(ana, admin_a, clinic_a, monkeypatch):
    person = record_of(clinic_a, ana)
    delete = type(storages["originals"]).delete

    def fail(storage, name):
        if name.endswith(".png") or storage is storages["originals"]:
            raise OSError("The disk is away")
        delete(storage, name)

    monkeypatch.setattr(type(storages["originals"]), "delete", fail)
    erasure = erase_patient(patient=person, why="asked", by=admin_a)
    left = len(erasure.files_left)
    assert left > 0
    assert files()

    monkeypatch.undo()
    assert remove_erased_files() == left
    assert files() == set()
    assert remove_erased_files() == 0


def test_the_reconciler_removes_what_is_left():
    from analysis.reconcile import ALSO

    assert remove_erased_files in ALSO


def test_what_a_killed_run_left_is_among_the_files(ana, clinic_a):
    run = AnalysisFactory(image=drawn_image(CaseFactory(opened_by=ana, lesion__patient__clinic=clinic_a)), attempts=3)
    named = set(whole_record(run.image.case.lesion.patient).files())
    assert {("renditions", f"masks/{run.pk}-{attempt}.png") for attempt in (1, 2, 3)} <= named


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one write at a time")
def test_somebody_who_adds_at_the_same_moment_stops_it_whole(ana, admin_a, clinic_a):
    lesion = LesionFactory(patient__clinic=clinic_a)
    erased, added = threading.Event(), threading.Event()

    def add():
        with transaction.atomic():
            CaseFactory(lesion=lesion, opened_by=ana)
            added.set()
            erased.wait(0.5)
        connection.close()

    worker = threading.Thread(target=add)
    worker.start()
    added.wait(5)
    with pytest.raises(ValidationError) as refusal:
        erase_patient(patient=lesion.patient, why="asked", by=admin_a)
    worker.join()
    assert refusal.value.code == "changed_meanwhile"
    assert Analysis.objects.count() == 0
    assert Patient.objects.count() == 1
