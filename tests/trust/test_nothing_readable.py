"""Somebody reads the database, all of it: no name, no record number."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse

from cases.models import ImportRow, Patient
from cases.services.import_patients import import_patients
from cases.services.work_on_import import work_on_import
from tests.cases.services.imports import confirmed, picture
from tests.factories import ClassifierFactory, SegmenterFactory

NAMES = ("Zyxolotl", "Quandrimova", "Vexilbrand", "Jubjubowitz", "Snarkovsky")
NUMBERS = ("CANARY-4711", "CANARY-4712", "CANARY-4713", "CANARY-4714")
TABLE = f"""file,patient,name,site,date
{NAMES[3]}.jpg,{NUMBERS[2]},{NAMES[3]} Ruth,face,2024-03-02
{NAMES[4]}.jpg,{NUMBERS[2]},Another {NAMES[4]},face,2024-03-02
"""


def readable() -> list[str]:
    """Where a canary stands, in any column of any table; sessions are looked into."""
    found, canaries = [], [word.casefold() for word in (*NAMES, *NUMBERS)]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(columns, row, strict=True):
                    text = str(value).casefold()
                    found += [f"{table}.{name}: {canary}" for canary in canaries if canary in text]
    for session in Session.objects.all():
        text = json.dumps(session.get_decoded()).casefold()
        found += [f"session: {canary}" for canary in canaries if canary in text]
    return found


@pytest.mark.django_db(transaction=True)
def test_after_a_day_of_work_no_canary_stands_anywhere(client, admin_a, ana):
    SegmenterFactory(), ClassifierFactory()
    client.force_login(admin_a)
    # through the pages, the admin, a table, an import of pictures, the API
    new = {"record_number": NUMBERS[0], "name": f"{NAMES[0]} Maria", "sex": "female"}
    assert client.post("/patients/new/", new).status_code == 302
    first = Patient.objects.get(record_number=NUMBERS[0])
    add = {**new, "clinic": admin_a.clinic_id, "record_number": NUMBERS[1], "name": NAMES[1], "notes": ""}
    assert client.post(reverse("admin:cases_patient_add"), _with_inlines(add)).status_code == 302
    second = Patient.objects.get(record_number=NUMBERS[1])
    change = reverse("admin:cases_patient_change", args=[second.pk])
    assert client.post(change, _with_inlines({**add, "name": f"{NAMES[1]} {NAMES[2]}"})).status_code == 302
    data = f"record_number,name\n{NUMBERS[3]},{NAMES[2]}\n".encode()
    assert import_patients(clinic=admin_a.clinic, data=data, by=admin_a).stored
    run = confirmed(ana, {f"{NAMES[3]}.jpg": picture(1), f"{NAMES[4]}.jpg": picture(2)}, TABLE)
    work_on_import(run_id=run.pk)
    assert {row.patient.record_number for row in ImportRow.objects.filter(run=run, state="done")} == {NUMBERS[2]}
    api = {"record_number": "CANARY-4711-B", "name": NAMES[4]}
    assert client.post("/api/patients/", api, content_type="application/json").status_code == 201
    # searched, ordered, exported, merged
    assert NAMES[0] in client.get("/patients/", {"q": NAMES[0]}).text
    assert client.get("/", {"q": NAMES[3], "tab": "all", "sort": "name"}).status_code == 200
    assert client.get("/admin/cases/patient/", {"q": NAMES[1]}).status_code == 200
    assert b"".join(client.get(f"/patients/{first.pk}/export.zip").streaming_content)
    merge = {"action": "merge_two", "_selected_action": [first.pk, second.pk], "keep": first.pk}
    assert client.post("/admin/cases/patient/", merge).status_code == 302
    undo = {"action": "undo_merge", "_selected_action": list(Patient.objects.values_list("pk", flat=True))}
    assert client.post("/admin/cases/patient/", undo).status_code == 302

    assert Patient.objects.count() == 5
    assert readable() == []


def _with_inlines(fields: dict) -> dict:
    return {**fields, "lesions-TOTAL_FORMS": 0, "lesions-INITIAL_FORMS": 0}
