"""A table of patients: all of it or nothing."""

import pytest

from accounts.models import AuditEvent
from cases.csv_rows import stream_csv
from cases.imports.refused import ImportRefused
from cases.models import Patient
from cases.services.export_patients import COLUMNS, export_patients
from cases.services.import_patients import import_patients
from tests.factories import PatientFactory

pytestmark = pytest.mark.django_db
TABLE = "record_number;name;birth_date;sex;skin_type\nP-1;Ann Lee;04.05.1961;f;ii\nP-2;Bob Roe;;;\n"


def read(by, table: str, **options):
    """What became of the table."""
    return import_patients(clinic=by.clinic, data=table.encode(), by=by, **options)


def test_new_record_numbers_are_registered(admin_a):
    result = read(admin_a, TABLE + "\n")
    assert (result.registered, result.changed, result.stored, result.errors) == (2, 0, True, [])
    ann = Patient.objects.get(record_number="P-1")
    assert (ann.name, ann.birth_date.isoformat(), ann.sex, ann.skin_type) == ("Ann Lee", "1961-05-04", "female", "II")
    assert ann.clinic == admin_a.clinic
    assert AuditEvent.objects.filter(act="patient.registered").count() == 2
    assert AuditEvent.objects.get(act="patients.imported").detail == {"registered": 2, "changed": 0}


def test_known_ones_change_where_a_cell_is_filled(admin_a):
    read(admin_a, TABLE)
    result = read(admin_a, "record_number,name,sex\nP-1,,male\nP-2,Bob Roe,\n")
    assert (result.registered, result.changed, result.unchanged) == (0, 1, 1)
    assert Patient.objects.get(record_number="P-1").name == "Ann Lee"
    assert Patient.objects.get(record_number="P-1").sex == "male"


def test_one_error_and_nothing_is_stored(admin_a):
    table = (
        "record_number,name,birth_date,sex,skin_type\n"
        "P-1,Ann,1961-05-04,f,II\n"
        "P-2,Bob,soon,x,VII\n"
        "P-1,Cid,,,\n"
        ",Dan,,,\n"
        "P-5,,,,\n"
        "P-6,Eve,2999-01-01,,\n"
    )
    result = read(admin_a, table)
    assert [(error["row"], error["column"]) for error in result.errors] == [
        (3, "birth_date"),
        (3, "sex"),
        (3, "skin_type"),
        (4, "record_number"),
        (5, "record_number"),
        (6, "name"),
        (7, "birth_date"),
    ]
    assert not result.stored
    assert not Patient.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_dry_run_counts_and_stores_nothing(admin_a):
    result = read(admin_a, TABLE, dry_run=True)
    assert (result.registered, result.stored) == (2, False)
    assert not Patient.objects.exists()
    assert not AuditEvent.objects.exists()


def test_columns_without_a_place_are_named_and_one_is_needed(admin_a):
    assert read(admin_a, "Record Number,Name,Weight\nP-1,Ann,70\n").ignored_columns == ["Weight"]
    with pytest.raises(ImportRefused) as refused:
        read(admin_a, "name\nAnn\n")
    assert refused.value.code == "sheet_without_record_numbers"


def test_a_merged_registration_is_not_changed(admin_a):
    keep = PatientFactory(clinic=admin_a.clinic)
    PatientFactory(clinic=admin_a.clinic, record_number="P-1", merged_into=keep)
    assert [error["row"] for error in read(admin_a, "record_number,name\nP-1,Ann\n").errors] == [2]


def test_another_clinics_patient_of_the_same_number_is_left_alone(admin_a, clinic_b):
    theirs = PatientFactory(clinic=clinic_b, record_number="P-1")
    read(admin_a, TABLE)
    theirs.refresh_from_db()
    assert theirs.name == "Maria Lindqvist"


def test_what_is_exported_is_imported_as_it_was(admin_a, clinic_b, admin_b):
    PatientFactory(clinic=admin_a.clinic, record_number="-17", name="=Ann", notes='a\nb;c,"d"')
    patients = Patient.objects.filter(clinic=admin_a.clinic)
    table = "".join(stream_csv(COLUMNS, export_patients(patients=patients, by=admin_a)))
    assert "'=Ann" in table
    assert AuditEvent.objects.get(act="patients.exported").detail == {"patients": 1}

    assert read(admin_a, table).unchanged == 1
    assert read(admin_b, table).registered == 1
    copy = Patient.objects.get(clinic=clinic_b)
    assert [getattr(copy, name) for name in COLUMNS] == [getattr(patients.get(), name) for name in COLUMNS]
