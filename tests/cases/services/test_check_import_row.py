"""The dry run compares a row with the record, with its neighbours and with its picture."""

import pytest

from cases.models import LesionImage
from cases.services.work_on_import import work_on_import
from tests.cases.services.imports import checked, codes, confirmed, picture, three
from tests.factories import PatientFactory, small_jpeg

pytestmark = pytest.mark.django_db(transaction=True)
ONE = "file,patient,lesion,site,name,birth_date\na.jpg,P-1,L1,face,Ann Lee,1961-05-04\n"


def test_a_file_that_is_no_picture_is_said(ana):
    files = {"a.jpg": b"hello", "b.jpg": b"", "c.jpg": small_jpeg()[:300], "d.jpg": picture(1)}
    table = "file,patient,site\n" + "".join(f"{name},P,face\n" for name in files)
    run = checked(ana, files, table)
    assert codes(run) == {2: ["not_a_picture"], 3: ["empty_file"], 4: ["truncated"]}


def test_a_damaged_member_of_a_zip_is_said(ana):
    from cases.services.keep_import_files import keep_import_files
    from cases.services.start_import import start_import
    from tests.cases.services.imports import dropped, zipped

    data = bytearray(zipped({"a.jpg": picture(1)}))
    data[200] ^= 0xFF
    kept = keep_import_files(uploads=[dropped("a.zip", bytes(data))])
    run = start_import(clinic=ana.clinic, source=kept.source, patient="P", site="face", by=ana)
    work_on_import(run_id=run.pk)
    assert codes(run) == {1: ["unreadable"]}


def test_the_same_picture_twice_in_one_import(ana):
    files = {"a.jpg": picture(1), "b.jpg": picture(1)}
    run = checked(ana, files, "file,patient,site\na.jpg,P,face\nb.jpg,P,face\n")
    assert codes(run) == {3: ["duplicate"]}
    assert run.rows.get(number=3).errors[0]["message"] == "Row 2 has the very same picture."


def test_the_same_import_again_brings_nothing_new(ana):
    work_on_import(run_id=confirmed(ana).pk)
    again = checked(ana)
    assert codes(again) == {2: ["already_stored"], 3: ["already_stored"], 4: ["already_stored"]}
    assert LesionImage.objects.count() == 3


def test_the_same_picture_of_another_patient_is_no_duplicate(ana):
    files = {"a.jpg": picture(1), "b.jpg": picture(1)}
    run = checked(ana, files, "file,patient,site\na.jpg,P,face\nb.jpg,Q,face\n")
    assert codes(run) == {}


@pytest.mark.parametrize(
    ("known", "wrong"),
    [
        ({"name": "ann lee"}, []),
        ({"name": "Bob Roe"}, ["another_name"]),
        ({"name": "Ann Lee", "birth_date": "1961-05-05"}, ["another_birth_date"]),
        ({"name": "Ann Lee", "birth_date": None}, []),
    ],
)
def test_a_known_record_number_with_another_name_is_a_mix_up(ana, known, wrong):
    PatientFactory(clinic=ana.clinic, record_number="P-1", **{"birth_date": "1961-05-04", **known})
    run = checked(ana, {"a.jpg": picture(1)}, ONE)
    assert codes(run).get(2, []) == wrong


def test_one_lesion_has_one_site_and_one_histology(ana):
    table = (
        "file,patient,lesion,site,date,diagnosis,diagnosis_confirm_type\n"
        "a.jpg,P,L1,face,2024-01-01,nevus,histopathology\n"
        "b.jpg,P,L1,chest,2024-01-01,,\n"
        "c.jpg,P,L1,face,2024-01-01,melanoma,histopathology\n"
    )
    assert codes(checked(ana, three(), table)) == {3: ["another_site"], 4: ["another_diagnosis"]}


def test_a_lesion_of_an_earlier_import_has_its_site_too(ana):
    work_on_import(run_id=confirmed(ana).pk)
    run = checked(ana, {"d.jpg": picture(9)}, "file,patient,lesion,site\nd.jpg,P-1,L1,chest\n")
    assert codes(run) == {2: ["another_site"]}
