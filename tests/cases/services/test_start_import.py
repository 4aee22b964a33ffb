"""An import begins: files are kept, rows are written, or nothing is."""

import pytest

from accounts.models import AuditEvent
from cases.imports.refused import ImportRefused
from cases.models import ImportRow, ImportRun
from cases.services.keep_import_files import keep_import_files
from cases.services.start_import import start_import
from tests.cases.services.imports import TABLE, dropped, kept_zips, start, three, zipped
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_every_picture_gets_its_row(ana, tmp_path):
    run = start(ana, table=TABLE.replace("date", "weather", 1))
    assert (run.state, run.clinic, run.started_by) == ("checking", ana.clinic, ana)
    assert run.rows.count() == 3
    assert run.ignored_columns == ["weather"]
    assert len(kept_zips(tmp_path)) == 1
    event = AuditEvent.objects.get(act="import.started")
    assert (event.object_id, event.user_id, event.clinic_id, event.detail) == (
        run.pk,
        ana.pk,
        ana.clinic_id,
        {"rows": 3},
    )


def test_the_table_may_lie_in_the_zip(ana):
    run = start(ana, {**three(), "metadata.csv": TABLE.encode()}, table=None)
    assert set(run.rows.values_list("file", flat=True)) == {"a.jpg", "b.jpg", "c.jpg"}


def test_of_several_tables_the_one_about_the_pictures_counts(ana):
    files = {**three(), "images.csv": TABLE.encode(), "tables/lesions.csv": b"id\n1\n"}
    run = start(ana, files, table=None)
    assert set(run.rows.values_list("number", flat=True)) == {2, 3, 4}


def test_single_pictures_need_no_zip(ana, tmp_path):
    uploads = [dropped(name, data) for name, data in three().items()] + [dropped("t.csv", TABLE)]
    kept = keep_import_files(uploads=uploads)
    run = start_import(clinic=ana.clinic, source=kept.source, sheet=kept.sheet, by=ana)
    assert run.rows.filter(state="unchecked").count() == 3
    assert kept_zips(tmp_path) == [kept.source]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([("t.csv", b"file\na\n")], "no_files"),
        ([("a.jpg", b"a"), ("t.csv", b""), ("u.csv", b"")], "two_sheets"),
        ([("a.zip", zipped({"a": b"a"})), ("b.jpg", b"b")], "zip_beside_files"),
        ([("a.jpg", b"a"), ("a.jpg", b"b")], "same_name_twice"),
        ([("a.jpg", b"a" * 2000)], "import_too_large"),
    ],
)
def test_files_that_make_no_import_are_refused_and_not_kept(files, code, settings, tmp_path):
    settings.IMPORT_MAX_BYTES = 1500
    with pytest.raises(ImportRefused) as refused:
        keep_import_files(uploads=[dropped(name, data) for name, data in files])
    assert refused.value.code == code
    assert kept_zips(tmp_path) == []


@pytest.mark.parametrize(
    ("files", "table", "code"),
    [
        ({"a.jpg": b"a", "t.csv": b"", "u.csv": b""}, None, "two_sheets"),
        ({"t.csv": b"file\na\n"}, None, "no_files"),
        ({"a.jpg": b"a", "more.zip": b""}, None, "zip_nested"),
        ({"a.jpg": b"a"}, "patient\nP\n", "sheet_without_files"),
    ],
)
def test_a_refusal_leaves_neither_rows_nor_files(ana, tmp_path, files, table, code):
    with pytest.raises(ImportRefused) as refused:
        start(ana, files, table)
    assert refused.value.code == code
    assert not ImportRun.objects.exists()
    assert not ImportRow.objects.exists()
    assert not AuditEvent.objects.exists()
    assert kept_zips(tmp_path) == []


def test_the_operator_has_no_patients_to_import_for(tmp_path):
    operator = UserFactory(clinic=None, role="admin", is_superuser=True)
    with pytest.raises(ImportRefused) as refused:
        start(operator)
    assert refused.value.code == "no_clinic"
    assert kept_zips(tmp_path) == []


def test_a_damaged_table_in_the_zip_is_refused_in_a_sentence(ana, tmp_path):
    packed = bytearray(zipped({**three(), "metadata.csv": TABLE.encode()}))
    packed[packed.index(b"file,patient")] ^= 0xFF  # the checksum says no
    kept = keep_import_files(uploads=[dropped("pictures.zip", bytes(packed))])

    with pytest.raises(ImportRefused, match="damaged") as refused:
        start_import(clinic=ana.clinic, source=kept.source, sheet=kept.sheet, by=ana)

    assert refused.value.code == "sheet_unreadable"
    assert not ImportRun.objects.exists()
