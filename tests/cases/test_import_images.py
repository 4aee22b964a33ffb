"""manage.py import_images"""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.models import ImportRow, ImportRun, LesionImage
from tests.cases.services.imports import TABLE, confirmed, three, zipped

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path):
    """Pictures and their table in a folder of the server."""
    found = tmp_path / "stored"
    found.mkdir()
    for name, data in three().items():
        (found / name).write_bytes(data)
    (found / "table.csv").write_text(TABLE)
    return found


def run_it(*arguments, **options) -> tuple[str, str]:
    """What it says, and its progress bar."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_images", *arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_a_folder_comes_in_with_a_progress_bar_and_stays_as_it_is(ana, folder):
    out, err = run_it(folder, clinic=ana.clinic.name, by=ana.email)
    assert "3 imported, 0 refused, 0 failed." in out
    assert "Checking: 100%" in err
    assert "Importing: 100%" in err
    assert LesionImage.objects.count() == 3
    assert len(list(folder.iterdir())) == 4


def test_a_dry_run_says_what_is_wrong_and_stores_nothing(ana, tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped(three()))
    (tmp_path / "t.csv").write_text(TABLE.replace("face", "moon"))
    out, _ = run_it(tmp_path / "a.zip", csv=tmp_path / "t.csv", clinic=ana.clinic.name, by=ana.email, dry_run=True)
    assert "row 4, site: “moon” is not known here." in out
    assert "Ready: 2 pictures of 1 new and 0 known patients, 1 lesions, 2 cases, 1 histology results." in out
    assert not LesionImage.objects.exists()
    assert ImportRun.objects.get().state == "cancelled"
    assert (tmp_path / "a.zip").exists()


def test_an_interrupted_import_goes_on_where_it_was(ana):
    run = confirmed(ana)
    out, _ = run_it(resume=run.pk, by=ana.email)
    assert "3 imported" in out
    assert ImportRow.objects.filter(state="done").count() == 3
    with pytest.raises(CommandError, match="does not wait"):
        run_it(resume=run.pk, by=ana.email)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"by": "nobody@clinic-a.example"}, "no account"),
        ({"clinic": "Clinic B"}, "does not belong"),
        ({"source": Path("/not/there")}, "that exists"),
        ({"csv": Path("/not/there.csv")}, "no file"),
        ({"resume": 77}, "does not wait"),
    ],
)
def test_what_it_refuses(ana, folder, changes, sentence):
    asked = {"source": folder, "clinic": ana.clinic.name, "by": ana.email, **changes}
    with pytest.raises(CommandError, match=sentence):
        run_it(asked.pop("source"), **asked)
    assert not ImportRun.objects.exists()


def test_a_stranger_resumes_nothing(ana, cy):
    run = confirmed(ana)
    with pytest.raises(CommandError, match="does not wait"):
        run_it(resume=run.pk, by=cy.email)
