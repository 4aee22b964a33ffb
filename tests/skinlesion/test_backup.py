"""A backup is complete or not there, shares what did not change, and is looked at before it is believed."""

import json
import os
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.audit.append_only import lift
from accounts.audit.verify import verify
from cases.models import LesionImage
from cases.sealed.keys import data_keys, new_key
from cases.services.receive_image import receive_image
from skinlesion.backup.manifest import read_manifest, read_sums
from skinlesion.backup.refused import BackupRefused
from skinlesion.backup.take import take_backup
from skinlesion.backup.verify import refuse_unless_empty, refuse_unless_it_fits, refuse_unless_whole
from tests.factories import CaseFactory, small_jpeg

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def image(ana) -> LesionImage:
    """A picture that came in by the front door."""
    upload = ContentFile(small_jpeg(), "nevus.jpg")
    return receive_image(case=CaseFactory(opened_by=ana), upload=upload, by=ana).image


@pytest.fixture
def backups(tmp_path) -> Path:
    """A place for backups."""
    place = tmp_path / "backups"
    place.mkdir()
    return place


def whole(folder: Path) -> None:
    """Looks at every byte."""
    refuse_unless_whole(folder, read_manifest(folder), lambda path: None)


def test_it_holds_database_and_files_and_says_so(image, backups):
    out = StringIO()
    call_command("backup", str(backups / "first"), stdout=out, stderr=StringIO())

    manifest = read_manifest(backups / "first")
    assert f"{backups / 'first'}: 4 files" in out.getvalue()
    assert (manifest.files, manifest.missing) == (4, [])
    assert "cases.0001_initial" in manifest.migrations
    # enough for `verify_audit --against` it
    assert manifest.audit == verify().heads != {}
    paths = {path for _, path in read_sums(backups / "first")}
    assert f"files/originals/{image.original.name}" in paths
    assert manifest.database in paths
    whole(backups / "first")


def test_neither_the_key_nor_anybody_else_may_read_it(image, backups, settings):
    take_backup(backups / "first")
    assert (backups / "first").stat().st_mode & 0o077 == 0
    assert settings.SECRET_KEY not in (backups / "first" / "manifest.json").read_text()


def test_it_holds_no_name_and_says_which_data_key_it_needs(image, backups, settings):
    key = settings.DATA_KEYS[0]
    name = image.case.lesion.patient.name
    manifest = take_backup(backups / "first")
    assert name.encode() not in (backups / "first" / manifest.database).read_bytes()
    assert manifest.data_keys == [data_keys()[0].id]
    assert key not in (backups / "first" / "manifest.json").read_text()
    settings.DATA_KEYS = (new_key(),)
    with pytest.raises(BackupRefused, match=f"data key {manifest.data_keys[0]}"):
        refuse_unless_it_fits(manifest)
    settings.DATA_KEYS = (new_key(), key)
    refuse_unless_it_fits(manifest)


def test_the_second_shares_what_did_not_change(image, backups):
    take_backup(backups / "first")
    rendition = Path(image.rendition.path)
    later = rendition.stat().st_mtime + 5
    rendition.write_bytes(rendition.read_bytes()[::-1])  # as if fsck had made it again, to the same length
    os.utime(rendition, (later, later))

    take_backup(backups / "second")

    def inode(run: str, alias: str, name: str) -> int:
        return (backups / run / "files" / alias / name).stat().st_ino

    original, made_again = ("originals", image.original.name), ("renditions", image.rendition.name)
    assert inode("first", *original) == inode("second", *original)
    assert inode("first", *made_again) != inode("second", *made_again)
    whole(backups / "first")
    whole(backups / "second")
    shutil.rmtree(backups / "first")
    whole(backups / "second")


@pytest.mark.parametrize("harm", ["lost", "rotten"])
def test_what_happened_to_the_last_backup_is_not_handed_on(image, backups, harm):
    take_backup(backups / "first")
    old = backups / "first" / "files" / "originals" / image.original.name
    times = (old.stat().st_atime, old.stat().st_mtime)
    if harm == "lost":
        old.unlink()
    else:
        old.chmod(0o600)
        old.write_bytes(old.read_bytes()[:-1] + b"?")
        os.utime(old, times)

    assert take_backup(backups / "second").missing == []

    whole(backups / "second")
    kept = (backups / "second" / "files" / "originals" / image.original.name).read_bytes()
    assert kept == Path(image.original.path).read_bytes()


def test_a_file_that_nobody_has_is_said(image, backups):
    Path(image.thumbnail.path).unlink()
    out = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("backup", str(backups / "first"), stdout=out, stderr=StringIO())

    assert end.value.code == 1
    assert f"  files/renditions/{image.thumbnail.name}" in out.getvalue()
    assert read_manifest(backups / "first").missing == [f"files/renditions/{image.thumbnail.name}"]


def test_it_never_writes_into_a_folder_that_is_there(image, backups):
    (backups / "first").mkdir()
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(backups / "first"), stderr=StringIO())


def test_one_that_breaks_off_leaves_nothing(image, backups):
    def full(name: str) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        take_backup(backups / "first", tell=full)
    assert list(backups.iterdir()) == []


@pytest.mark.parametrize("what", ["file", "database", "sums"])
def test_a_changed_byte_is_found(image, backups, what):
    take_backup(backups / "first")
    path = {
        "file": f"files/originals/{image.original.name}",
        "database": read_manifest(backups / "first").database,
        "sums": "SHA256SUMS",
    }[what]
    path = backups / "first" / path
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-2] + b"?\n")

    with pytest.raises(BackupRefused, match="damaged"):
        whole(backups / "first")


def test_a_lost_file_is_found(image, backups):
    take_backup(backups / "first")
    (backups / "first" / "files" / "originals" / image.original.name).unlink()
    with pytest.raises(BackupRefused, match=f"{image.original.name} is missing"):
        whole(backups / "first")


def test_no_word_of_the_operator_makes_up_for_a_damaged_database(image, backups):
    take_backup(backups / "first")
    manifest = read_manifest(backups / "first")
    database = backups / "first" / manifest.database
    database.chmod(0o600)
    database.write_bytes(database.read_bytes()[:-2] + b"?\n")
    with pytest.raises(BackupRefused, match="nothing was restored: database.* is damaged.$"):
        refuse_unless_whole(backups / "first", manifest, lambda path: None, despite_damage=True)


def test_a_folder_without_manifest_is_no_backup(backups):
    with pytest.raises(CommandError, match="no complete backup"):
        call_command("restore", str(backups), "--into-empty", stderr=StringIO())


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"vendor": "oracle"}, "is of oracle, and DATABASE_URL names"),
        ({"migrations": ["cases.0001_initial", "cases.9999_tomorrow"]}, "newer program .*cases.9999_tomorrow"),
        ({"format": 2}, "format 2"),
    ],
)
def test_what_does_not_fit_is_refused(image, backups, changed, sentence):
    take_backup(backups / "first")
    manifest = backups / "first" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | changed))
    with pytest.raises(BackupRefused, match=sentence):
        refuse_unless_it_fits(read_manifest(backups / "first"))


def test_another_secret_key_is_refused(image, backups, settings):
    take_backup(backups / "first")
    settings.SECRET_KEY = "another-long-and-random-key-for-this-test-alone"
    with pytest.raises(BackupRefused, match="SECRET_KEY is not the one"):
        refuse_unless_it_fits(read_manifest(backups / "first"))


def test_a_system_with_anybody_in_it_is_refused_before_a_byte_is_read(image, backups):
    take_backup(backups / "first")
    shutil.rmtree(backups / "first" / "files")
    with pytest.raises(CommandError, match="not empty: its database has clinics"):
        call_command("restore", str(backups / "first"), "--into-empty", stderr=StringIO())


def test_a_storage_with_a_strange_file_is_refused(image, backups):
    take_backup(backups / "first")
    LesionImage.objects.all().delete()
    lift(connection)
    for table in (
        "cases_case",
        "cases_lesion",
        "cases_patient",
        "accounts_auditevent",
        "accounts_user",
        "accounts_clinic",
    ):
        with connection.cursor() as cursor, connection.constraint_checks_disabled():
            cursor.execute(f"DELETE FROM {table}")
    refuse_unless_empty(backups / "first")  # its own files may be there: an interrupted restore had put them

    image.original.storage.save("ab/strange.jpg", ContentFile(b"?"))

    with pytest.raises(BackupRefused, match="the storage originals has ab/strange.jpg"):
        refuse_unless_empty(backups / "first")


def test_the_operator_has_to_say_that_it_is_empty(backups):
    with pytest.raises(CommandError, match="--into-empty"):
        call_command("restore", str(backups), stderr=StringIO())
