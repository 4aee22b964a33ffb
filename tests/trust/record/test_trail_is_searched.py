"""Administrators search the trail of their clinic and take it out; nobody else does."""

import csv
import io
import json

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import AuditEvent
from accounts.services.issue_tokens import issue_tokens
from accounts.services.record_event import record_event

FORMULA = '=HYPERLINK("http://elsewhere.example")'


@pytest.fixture
def trail(ana, cy):
    record_event(act="case.read", by=ana, about=ana, detail={"code": "ö"})
    record_event(act=FORMULA, by=ana)
    record_event(act="case.read", by=cy, about=cy)


@pytest.fixture
def program(admin_a):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_tokens(user=admin_a).access}")
    return client


def body(answer) -> str:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_the_api_finds_the_clinics_own(program, trail, clinic_a, ana):
    found = program.get("/api/audit/?acts=case.").json()
    assert found["count"] == 1
    row = found["results"][0]
    assert (row["act"], row["user_email"], row["clinic_id"]) == ("case.read", ana.email, clinic_a.pk)
    assert (row["detail"], len(row["hash"])) == ({"code": "ö"}, 64)


@pytest.mark.parametrize(
    ("asked", "count"),
    [("act=case.read", 1), ("object_type=user", 2), ("user=4711", 0), ("since=2090-01-01T00:00Z", 0), ("acts=c", 1)],
)
def test_the_api_narrows_it_down(program, trail, asked, count):
    assert program.get(f"/api/audit/?{asked}").json()["count"] == count


@pytest.mark.parametrize("address", ["/api/audit/", "/api/audit/export/", "/admin/audit/export.csv"])
def test_nobody_else_sees_it(address, trail, ana):
    signed_in, stranger = Client(), Client()
    signed_in.force_login(ana)
    assert signed_in.get(address).status_code in (302, 403)
    assert stranger.get(address).status_code in (302, 401)


@pytest.mark.parametrize("address", ["/api/audit/export/?form=csv&acts=", "/admin/audit/export.csv?"])
def test_as_a_table_without_formulas(address, program, desk, trail, clinic_a):
    client = program if address.startswith("/api") else desk
    rows = list(csv.DictReader(io.StringIO(body(client.get(address)))))
    acts = [row["act"] for row in rows]
    assert f"'{FORMULA}" in acts
    assert FORMULA not in acts
    assert {row["clinic_id"] for row in rows} == {str(clinic_a.pk)}
    event = AuditEvent.objects.latest("pk")
    assert (event.act, event.detail["form"], event.detail["count"]) == ("audit.exported", "csv", len(rows))


@pytest.mark.parametrize("address", ["/api/audit/export/?form=jsonl&", "/admin/audit/export.jsonl?"])
def test_as_lines_for_programs(address, program, desk, trail):
    client = program if address.startswith("/api") else desk
    rows = [json.loads(line) for line in body(client.get(f"{address}act=case.read")).splitlines()]
    assert [(row["act"], row["detail"]) for row in rows] == [("case.read", {"code": "ö"})]
    assert AuditEvent.objects.latest("pk").detail == {"form": "jsonl", "count": 1, "filters": ["act"]}


def test_the_list_in_the_admin_leads_to_its_files(desk, trail):
    page = desk.get("/admin/accounts/auditevent/?act=case.read")
    assert b"/admin/audit/export.csv?act=case.read" in page.content
    assert b"/admin/audit/export.jsonl?act=case.read" in page.content


def test_an_unknown_form_is_refused(program, desk):
    assert program.get("/api/audit/export/?form=xml").status_code == 400
    assert desk.get("/admin/audit/export.xml").status_code == 404
    assert desk.get("/admin/audit/export.csv?e=1&nothing=1").status_code in (200, 400)
