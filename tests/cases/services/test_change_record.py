"""Patients, lesions and cases change; the audit trail knows which fields, never which values."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from cases.services.change_case import change_case
from cases.services.change_lesion import change_lesion
from cases.services.change_patient import change_patient
from cases.services.mark_lesion import mark_lesion
from tests.factories import CaseFactory, LesionFactory, PatientFactory


@pytest.fixture
def case(clinic_a, ana):
    """A case of clinic A."""
    return CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)


def test_a_patient_changes(case, bo):
    changed = change_patient(patient=case.lesion.patient, by=bo, name="Maria Lind", skin_type="III")
    changed.refresh_from_db()
    assert (changed.name, changed.skin_type, changed.record_number) == (
        "Maria Lind",
        "III",
        case.lesion.patient.record_number,
    )
    event = AuditEvent.objects.get()
    assert (event.act, event.object_id, event.user_id) == ("patient.changed", changed.pk, bo.pk)
    assert event.detail == {"fields": ["name", "skin_type"]}


def test_a_lesion_changes(case, bo):
    changed = change_lesion(lesion=case.lesion, by=bo, body_site="chest", body_view="", body_x=None, body_y=None)
    changed.refresh_from_db()
    assert (changed.body_site, changed.body_view, changed.body_x) == ("chest", "", None)
    event = AuditEvent.objects.get()
    assert (event.act, event.object_id) == ("lesion.changed", changed.pk)
    assert event.detail == {"fields": ["body_site", "body_view", "body_x", "body_y"]}


def test_a_case_changes(case, bo):
    changed = change_case(case=case, by=bo, reason="Bleeds")
    changed.refresh_from_db()
    assert changed.reason == "Bleeds"
    event = AuditEvent.objects.get()
    assert (event.act, event.clinic_id, event.detail) == ("case.changed", bo.clinic_id, {"fields": ["reason"]})


def test_a_row_that_a_form_has_already_filled_in_is_changed_all_the_same(case, bo):
    patient = case.lesion.patient
    patient.name = "Maria Lind"
    assert change_patient(patient=patient, by=bo, name="Maria Lind").name == "Maria Lind"
    patient.refresh_from_db()
    assert patient.name == "Maria Lind"


def test_what_somebody_else_changed_meanwhile_stays(case, ana, bo):
    patient = case.lesion.patient
    change_patient(patient=patient, by=ana, notes="On anticoagulants.")
    change_patient(patient=patient, by=bo, name="Maria Lind")
    patient.refresh_from_db()
    assert (patient.notes, patient.name) == ("On anticoagulants.", "Maria Lind")


def test_where_nothing_differs_nothing_is_written(case, bo):
    change_patient(patient=case.lesion.patient, by=bo, name=case.lesion.patient.name)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("change", "about", "field", "value"),
    [
        (change_patient, "patient", "name", ""),
        (change_patient, "patient", "skin_type", "VII"),
        (change_lesion, "lesion", "body_site", "moon"),
        (change_lesion, "lesion", "body_x", 1.5),
        (change_case, "case", "reason", "x" * 301),
    ],
)
def test_what_does_not_fit_changes_nothing(change, about, field, value, case, bo):
    row = {"patient": case.lesion.patient, "lesion": case.lesion, "case": case}[about]
    before = getattr(row, field)
    with pytest.raises(ValidationError) as refused:
        change(**{about: row}, by=bo, **{field: value})
    assert field in refused.value.message_dict
    row.refresh_from_db()
    assert getattr(row, field) == before
    assert not AuditEvent.objects.exists()


def test_a_record_number_of_another_patient_is_refused(case, bo):
    other = PatientFactory(clinic=bo.clinic)
    with pytest.raises(ValidationError, match="already registered"):
        change_patient(patient=case.lesion.patient, by=bo, record_number=other.record_number)


@pytest.mark.parametrize(
    ("change", "about", "field"),
    [(change_patient, "patient", "clinic"), (change_lesion, "lesion", "patient"), (change_case, "case", "lesion")],
)
def test_nothing_moves_to_another_owner(change, about, field, case, cy, clinic_b):
    row = {"patient": case.lesion.patient, "lesion": case.lesion, "case": case}[about]
    elsewhere = {"clinic": clinic_b, "patient": PatientFactory(clinic=clinic_b), "lesion": LesionFactory()}[field]
    with pytest.raises(TypeError, match=field):
        change(**{about: row}, by=cy, **{field: elsewhere})


def test_answers_and_consent_change_and_the_trail_names_only_the_fields(case, bo):
    changed = change_patient(
        patient=case.lesion.patient,
        by=bo,
        many_nevi=False,
        research_consent_on=date(2026, 3, 2),
        immunosuppression=None,
    )
    changed.refresh_from_db()
    assert (changed.many_nevi, changed.immunosuppression, str(changed.research_consent_on)) == (
        False,
        None,
        "2026-03-02",
    )
    assert AuditEvent.objects.get().detail == {"fields": ["many_nevi", "research_consent_on"]}


def test_who_was_merged_into_another_neither_changes_nor_gets_lesions(case, bo):
    merged = PatientFactory(clinic=bo.clinic, merged_into=case.lesion.patient)
    for refused in (
        lambda: change_patient(patient=merged, by=bo, name="Somebody"),
        lambda: mark_lesion(patient=merged, body_site="chest", by=bo),
    ):
        with pytest.raises(ValidationError) as said:
            refused()
        assert said.value.code == "merged"
    assert not AuditEvent.objects.exists()
