"""Sealed columns: what a query may ask, and what it may not."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from cases.models import ImportRow, Patient
from cases.sealed.seal import CannotUnseal
from tests.factories import ImportRowFactory, PatientFactory

pytestmark = pytest.mark.django_db


def column(name: str, patient: Patient) -> str:
    """As the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM cases_patient WHERE id = %s", [patient.pk])
        return cursor.fetchone()[0]


def test_the_database_holds_sealed_text_and_the_row_reads_as_ever():
    patient = PatientFactory(name="Maria Lindqvist", record_number="A-77")
    fresh = Patient.objects.get(pk=patient.pk)
    assert (fresh.name, fresh.record_number) == ("Maria Lindqvist", "A-77")
    assert column("name", patient).startswith("s1.")
    assert column("record_number", patient).startswith("s1.")
    assert "77" not in column("record_digest", patient)


def test_a_record_number_is_found_to_the_letter_through_its_hash():
    patient = PatientFactory(record_number="A-77")
    assert Patient.objects.get(record_number="A-77") == patient
    for other in ("a-77", "A-7", "A-77 ", "%"):
        assert not Patient.objects.filter(record_number=other).exists()


@pytest.mark.parametrize(
    "lookup", ["name", "name__icontains", "name__startswith", "name__gt", "record_number__contains"]
)
def test_what_the_database_cannot_know_is_an_error_and_not_an_empty_answer(lookup):
    PatientFactory(name="Maria")
    with pytest.raises(FieldError):
        list(Patient.objects.filter(**{lookup: "Maria"}))


def test_cells_of_an_import_cannot_be_asked_for():
    row = ImportRowFactory(values={"name": "Maria", "body_site": "face"})
    assert ImportRow.objects.get(pk=row.pk).values == {"name": "Maria", "body_site": "face"}
    with pytest.raises(FieldError):
        list(ImportRow.objects.filter(values__name="Maria"))


def test_no_update_passes_the_hashes_by():
    PatientFactory()
    for change in ({"name": "Ruth"}, {"record_number": "B-1"}):
        with pytest.raises(FieldError, match="keyed hash"):
            Patient.objects.update(**change)
    assert Patient.objects.update(notes="Seen") == 1


def test_a_new_name_and_number_find_and_the_old_ones_do_not():
    patient = PatientFactory(name="Maria Lindqvist", record_number="A-77")
    patient.name, patient.record_number = "Maria Haas", "B-1"
    patient.save(update_fields=["name", "record_number"])
    found = {word: Patient.objects.filter(name__holds=word).exists() for word in ("mar", "haa", "lind", "b-1", "a-77")}
    assert found == {"mar": True, "haa": True, "lind": False, "b-1": True, "a-77": False}
    assert Patient.objects.get(record_number="B-1") == patient


def test_a_name_that_somebody_exchanged_in_the_database_is_not_shown():
    maria, ruth = PatientFactory(name="Maria"), PatientFactory(name="Ruth")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_patient SET name = %s WHERE id = %s", ["Mallory", maria.pk])
        cursor.execute("UPDATE cases_patient SET name = record_number WHERE id = %s", [ruth.pk])
    for patient in (maria, ruth):
        with pytest.raises(CannotUnseal):
            Patient.objects.get(pk=patient.pk)
