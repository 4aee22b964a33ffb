"""A backup of one system becomes another one, byte by byte, on either database."""

import os
import secrets
import subprocess
import sys

import psycopg
import pytest

from skinlesion.backup.manifest import read_manifest
from tests.architecture.source import ROOT
from tests.conftest import skip_or_fail

SERVER = "postgres://postgres@127.0.0.1:5432"
FILL = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.core.files.base import ContentFile
from cases.services.receive_image import receive_image
from tests.factories import *
ana = UserFactory(email="ana@clinic-a.example")
image = receive_image(case=CaseFactory(opened_by=ana), upload=ContentFile(small_jpeg(size=(300, 200))), by=ana).image
SegmenterFactory(), ClassifierFactory()
"""
FETCH = """
import hashlib, sys
from django.test import Client
from accounts.models import User
from cases.models import LesionImage
client = Client(raise_request_exception=False, SERVER_NAME="localhost")
client.force_login(User.objects.get(email="ana@clinic-a.example"))
for image in LesionImage.objects.all():
    for kind in ("original", "rendition", "thumbnail"):
        answer = client.get(f"/images/{image.pk}/file/{kind}/")
        print(image.pk, kind, answer.status_code, hashlib.sha256(b"".join(answer)).hexdigest())
"""


class System:
    """A site of its own: folder, database, key."""

    def __init__(self, folder, database: str = "", key: str = "a-key-of-forty-characters-for-this-flow-test"):
        self.folder = folder
        self.environment = {
            **os.environ,
            "SKINLESION_VAR_DIR": str(folder),
            "DATABASE_URL": database,
            "SKINLESION_SECRET_KEY": key,
            "CELERY_BROKER_URL": "filesystem://",
            "DJANGO_SETTINGS_MODULE": "skinlesion.settings",
        }

    def manage(self, *command: object) -> subprocess.CompletedProcess:
        """One `manage.py` command."""
        line = [sys.executable, "manage.py", *(str(part) for part in command)]
        return subprocess.run(line, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    def ask(self, script: str) -> str:
        """What a script says in it."""
        run = self.manage("shell", "-v0", "-c", script)
        assert run.returncode == 0, run.stderr[-2000:]
        return run.stdout


@pytest.fixture
def empty_database():
    """Makes databases and drops them afterwards."""
    try:
        server = psycopg.connect(f"{SERVER}/postgres", connect_timeout=2, autocommit=True)
    except psycopg.OperationalError:
        skip_or_fail("No PostgreSQL at 127.0.0.1:5432")
    made = []

    def make() -> str:
        made.append(f"skinlesion_backup_{secrets.token_hex(4)}")
        server.execute(f"CREATE DATABASE {made[-1]}")
        return f"{SERVER}/{made[-1]}"

    yield make
    for name in made:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.close()


def backup_returns(first: System, second: System, folder) -> None:
    """The story: fill, back up, restore elsewhere, fetch the same bytes."""
    before = first.ask(f"{FILL}{FETCH}call_command('backup', {str(folder)!r}, stdout=sys.stderr)")
    assert before.count(" 200 ") == 3

    restored = second.manage("restore", folder, "--into-empty")

    assert restored.returncode == 0, restored.stderr + restored.stdout
    assert restored.stdout.splitlines()[-1].endswith("0 wrong, 0 repaired, 0 notes.")
    assert second.ask(FETCH) == before


def all_but_one_file_return(third: System, folder) -> None:
    """Its disk has lost an original: all else comes back when the operator says so."""
    lost = next((folder / "files" / "originals").rglob("*.jpg"))
    lost.chmod(0o600)
    lost.write_bytes(b"rotten")

    refused = third.manage("restore", folder, "--into-empty")
    assert "is damaged. Without a better backup: --despite-damage" in refused.stderr
    assert not list(third.folder.rglob("*.jpg"))

    taken = third.manage("restore", folder, "--into-empty", "--despite-damage")
    assert taken.returncode == 1, "fsck has the last word, and a picture is missing"
    assert f"Left out: {lost.relative_to(folder)} is damaged in the backup." in taken.stderr
    assert "its original is missing" in taken.stdout + taken.stderr
    shown = third.ask(FETCH.replace('hashlib.sha256(b"".join(answer)).hexdigest()', 'b"".join(answer)[:6000]'))
    assert shown.count(" 200 ") == 2, "rendition and thumbnail"
    assert "A file that belongs here is missing" in shown


@pytest.mark.slow
def test_on_sqlite(tmp_path):
    backup_returns(System(tmp_path / "first"), System(tmp_path / "second"), tmp_path / "backup")
    all_but_one_file_return(System(tmp_path / "third"), tmp_path / "backup")


@pytest.mark.long
@pytest.mark.slow
def test_on_postgresql(tmp_path, empty_database):
    first = System(tmp_path / "first", empty_database())
    backup_returns(first, System(tmp_path / "second", empty_database()), tmp_path / "backup")
    assert read_manifest(tmp_path / "backup").database == "database.pgdump"
