"""Another key: piece by piece, while people work."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from accounts.models import AuditEvent
from cases.models import ImportRow, Patient
from cases.sealed.columns import keys_in_use
from cases.sealed.keys import data_keys, new_key
from cases.services import rotate_data_key as module
from cases.services.register_patient import register_patient
from cases.services.rotate_data_key import rotate_data_key
from tests.factories import ImportRowFactory, PatientFactory

pytestmark = pytest.mark.django_db

OLD, NEW = new_key(), new_key()


@pytest.fixture
def patients(settings, clinic_a):
    """Five patients and a row of an import, sealed with the old key; then the new one comes."""
    settings.DATA_KEYS = (OLD,)
    made = [PatientFactory(clinic=clinic_a, name=f"Maria {n}", record_number=f"A-{n}") for n in range(5)]
    ImportRowFactory(record_number="", run__clinic=clinic_a)
    settings.DATA_KEYS = (NEW, OLD)
    return made


def rotate() -> str:
    """What the command says."""
    out = StringIO()
    call_command("rotate_data_key", stdout=out, stderr=StringIO())
    return out.getvalue()


def test_afterwards_the_old_key_can_go(patients, settings):
    old = data_keys()[1].id
    assert keys_in_use()[old] == 13
    said = rotate()
    assert said.startswith("6 rows sealed anew.\n")
    assert f"key {old} (only opens): 0 texts; it can be taken out" in said

    settings.DATA_KEYS = (NEW,)
    assert [patient.name for patient in Patient.objects.all()] == [f"Maria {n}" for n in range(5)]
    assert Patient.objects.get(record_number="A-3") == patients[3]
    assert Patient.objects.filter(name__holds="mar").count() == 5
    assert ImportRow.objects.get().values["body_site"] == "face"
    assert AuditEvent.objects.get(act="data_key.rotated").detail == {"rows": 6, "key": data_keys()[0].id}


def test_on_the_way_people_find_everybody_and_no_number_is_given_twice(patients, ana, clinic_a, monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 2)

    pieces = []

    def stop(rows):
        pieces.append(rows)
        if len(pieces) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate_data_key(tell=stop)

    assert len(keys_in_use()) == 2
    for number, patient in enumerate(patients):
        assert Patient.objects.get(record_number=f"A-{number}") == patient
        with pytest.raises(ValidationError, match="already registered"):
            register_patient(clinic=clinic_a, record_number=f"A-{number}", name="Ruth", by=ana)
    assert Patient.objects.filter(name__holds="maria").count() == 5
    assert rotate_data_key() == 6 - sum(pieces) == 3
    assert rotate_data_key() == 0


def test_a_key_that_is_missing_is_named(patients, settings):
    settings.DATA_KEYS = (NEW,)
    out = StringIO()
    call_command("rotate_data_key", "--check", stdout=out)
    assert "(missing): 13 texts that nobody can read" in out.getvalue()


def test_a_new_key_is_printed_and_is_one(settings):
    out = StringIO()
    call_command("rotate_data_key", "--new", stdout=out)
    settings.DATA_KEYS = (out.getvalue().strip(),)
    assert len(data_keys()) == 1
