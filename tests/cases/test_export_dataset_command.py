"""`manage.py export_dataset`"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.cases.exports.consented import consented_case

pytestmark = pytest.mark.django_db


def export(out, by: str) -> str:
    """What it says."""
    said = StringIO()
    call_command("export_dataset", out=out, by=by, stdout=said, stderr=StringIO())
    return said.getvalue()


def test_the_folder_appears_when_all_of_it_is_there(clinic_a, ana, admin_a, tmp_path):
    consented_case(clinic_a, ana)

    said = export(tmp_path / "out", "Admin@Clinic-A.example")

    assert said.startswith("1 pictures of 1 lesions of 1 patients, 1 masks")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "README.txt",
        "images",
        "masks",
        "metadata.csv",
    ]
    assert not (tmp_path / "out.partial").exists()


def test_it_overwrites_nothing(admin_a, tmp_path):
    (tmp_path / "out").mkdir()

    with pytest.raises(CommandError, match="is there already"):
        export(tmp_path / "out", admin_a.email)


def test_only_an_administrator_can_answer_for_it(ana, tmp_path):
    with pytest.raises(CommandError, match="no administrator"):
        export(tmp_path / "out", ana.email)
    with pytest.raises(CommandError, match="No account"):
        export(tmp_path / "out", "nobody@clinic-a.example")
    assert list(tmp_path.glob("out*")) == []
