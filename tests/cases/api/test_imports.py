"""/api/imports/"""

import pytest

from cases.models import ImportRun
from cases.services.work_on_import import work_on_import
from tests.cases.services.imports import TABLE, checked, dropped, three, zipped

pytestmark = pytest.mark.django_db(transaction=True)


def test_start_read_confirm(as_ana):
    files = [dropped("pictures.zip", zipped(three())), dropped("t.csv", TABLE)]
    started = as_ana.post("/api/imports/", {"files": files}, format="multipart")
    assert started.status_code == 201, started.content
    body = started.json()
    assert (body["state"], body["counts"]["unchecked"], body["plan"]) == ("checking", 3, None)
    address = f"/api/imports/{body['id']}/"

    assert as_ana.post(f"{address}confirm/").json()["error"]["code"] == "not_checked"
    work_on_import(run_id=body["id"])
    assert as_ana.get(address).json()["plan"] == {
        "pictures": 3,
        "new_patients": 2,
        "known_patients": 0,
        "lesions": 2,
        "cases": 3,
        "histology": 1,
    }
    assert as_ana.post(f"{address}confirm/").status_code == 202
    work_on_import(run_id=body["id"])
    assert as_ana.get(address).json()["state"] == "finished"
    rows = as_ana.get(f"{address}rows/?state=done").json()["results"]
    assert [row["number"] for row in rows] == [2, 3, 4]
    assert all(row["image"] and row["case"] for row in rows)


def test_rows_say_what_is_wrong(as_ana, ana):
    run = checked(ana, table="file,patient,site\na.jpg,P,moon\n")
    rows = as_ana.get(f"/api/imports/{run.pk}/rows/?state=refused").json()["results"]
    assert [(row["number"], row["errors"][0]["code"]) for row in rows] == [
        (2, "unknown"),
        (None, "no_row"),
        (None, "no_row"),
    ]


def test_cancel(as_ana, ana):
    run = checked(ana)
    assert as_ana.post(f"/api/imports/{run.pk}/cancel/").json()["state"] == "cancelled"
    assert as_ana.post(f"/api/imports/{run.pk}/cancel/").json()["error"]["code"] == "import_ended"


@pytest.mark.parametrize(
    ("fields", "code"),
    [({}, "invalid"), ({"files": [dropped("a.zip", b"PK\x03\x04")]}, "zip_unreadable")],
)
def test_what_is_refused(as_ana, fields, code):
    answer = as_ana.post("/api/imports/", fields, format="multipart")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert not ImportRun.objects.exists()


def test_a_zip_over_the_api_may_be_larger_than_a_picture(as_ana, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    files = [dropped("pictures.zip", zipped(three()))]
    fields = {"files": files, "patient": "P", "site": "face"}
    assert as_ana.post("/api/imports/", fields, format="multipart").status_code == 201
