"""The clinic registers a patient."""

from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import AuditEvent
from cases.models import Patient
from cases.services.register_patient import register_patient
from tests.cases.services.at_once import at_once


def test_a_patient_is_registered_with_an_audit_event_that_names_nobody(clinic_a, ana):
    patient = register_patient(
        clinic=clinic_a,
        record_number=" A-17 ",
        name="  Maria Lindqvist ",
        birth_date=date(1961, 5, 4),
        sex="female",
        skin_type="II",
        notes="Melanoma in her mother.",
        by=ana,
    )
    stored = Patient.objects.get()
    assert stored == patient
    assert (stored.record_number, stored.name, stored.clinic, stored.created_by) == (
        "A-17",
        "Maria Lindqvist",
        clinic_a,
        ana,
    )
    event = AuditEvent.objects.get()
    assert (event.act, event.object_type, event.object_id) == ("patient.registered", "patient", patient.pk)
    assert (event.user_id, event.clinic_id, event.detail) == (ana.pk, clinic_a.pk, {})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("record_number", ""),
        ("record_number", "   "),
        ("name", ""),
        ("name", "x" * 121),
        ("sex", "yes"),
        ("skin_type", "VII"),
        ("birth_date", "soon"),
        ("birth_date", timezone.localdate() + timedelta(days=1)),
    ],
)
def test_what_does_not_fit_is_said_by_field_and_nothing_is_written(field, value, clinic_a, ana):
    fields = {"record_number": "A-17", "name": "Maria Lindqvist"} | {field: value}
    with pytest.raises(ValidationError) as refused:
        register_patient(clinic=clinic_a, by=ana, **fields)
    assert list(refused.value.message_dict) == [field]
    assert not Patient.objects.exists()
    assert not AuditEvent.objects.exists()


def test_born_today_is_not_in_the_future(clinic_a, ana):
    today = timezone.localdate()
    assert register_patient(clinic=clinic_a, record_number="1", name="Newborn", birth_date=today, by=ana).pk


def test_an_unsaid_sex_is_unknown(clinic_a, ana):
    assert register_patient(clinic=clinic_a, record_number="1", name="X", sex="", by=ana).sex == "unknown"


def test_a_record_number_is_taken_once_per_clinic(clinic_a, clinic_b, ana, cy):
    register_patient(clinic=clinic_a, record_number="17", name="Maria", by=ana)
    with pytest.raises(ValidationError, match="already registered"):
        register_patient(clinic=clinic_a, record_number="17", name="Another", by=ana)
    assert register_patient(clinic=clinic_b, record_number="17", name="Somebody", by=cy).pk


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_get_the_same_sentence_as_one_after_the_other(clinic_a, ana):
    def register(together: Barrier) -> Patient:
        together.wait(timeout=20)
        return register_patient(clinic=clinic_a, record_number="17", name="Maria", by=ana)

    outcomes = at_once(4, register)
    said = [outcome.messages for outcome in outcomes if isinstance(outcome, ValidationError)]
    assert said == [["A patient with this record number is already registered."]] * 3
    assert [Patient.objects.get()] == [outcome for outcome in outcomes if isinstance(outcome, Patient)]
    assert AuditEvent.objects.count() == 1


RISKS = {"personal_melanoma": True, "family_melanoma": False, "immunosuppression": None, "many_nevi": True}


def test_an_answer_that_nobody_gave_is_none_and_not_no(clinic_a, ana):
    asked = register_patient(clinic=clinic_a, record_number="1", name="X", by=ana, **RISKS)
    silent = register_patient(clinic=clinic_a, record_number="2", name="Y", by=ana)
    for patient, answers in ((asked, RISKS), (silent, dict.fromkeys(RISKS))):
        patient.refresh_from_db()
        assert {name: getattr(patient, name) for name in RISKS} == answers


def test_a_consent_is_not_from_the_future(clinic_a, ana):
    today = timezone.localdate()
    with pytest.raises(ValidationError) as refused:
        register_patient(
            clinic=clinic_a, record_number="1", name="X", research_consent_on=today + timedelta(days=1), by=ana
        )
    assert list(refused.value.message_dict) == ["research_consent_on"]
    assert register_patient(clinic=clinic_a, record_number="1", name="X", research_consent_on=today, by=ana).pk


def test_a_namesake_of_the_same_age_stops_only_who_asks(clinic_a, clinic_b, ana, cy):
    maria = {"name": "Maria Lindqvist", "birth_date": date(1961, 5, 4)}
    register_patient(clinic=clinic_a, record_number="A-1", by=ana, **maria)
    with pytest.raises(ValidationError, match="registered with the record number A-1") as refused:
        register_patient(clinic=clinic_a, record_number="A-2", unless_known=True, by=ana, **maria)
    assert refused.value.error_dict["name"][0].code == "same_person"
    assert AuditEvent.objects.count() == 1
    assert register_patient(clinic=clinic_a, record_number="A-2", by=ana, **maria).pk
    assert register_patient(clinic=clinic_b, record_number="A-2", unless_known=True, by=cy, **maria).pk
