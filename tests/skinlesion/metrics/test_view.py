"""/metrics: off by default, for listed addresses only, and nothing about anybody in it."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analysis.worker_beat import beat
from tests.cases.admin_rows import batch
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory, PatientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(settings):
    """Switched on, for 10.1.0.0/16 and this machine."""
    settings.METRICS = True
    settings.METRICS_ALLOW = ["127.0.0.1", "10.1.0.0/16", "fd00::/8"]
    return settings


def figures(client, **extra) -> dict[str, float]:
    """Every sample by its line's beginning."""
    answer = client.get("/metrics", **extra)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_off_by_default(client):
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.1.255.3", "::ffff:10.1.0.9", "fd00::1"])
def test_a_listed_address_is_answered(on, client, peer):
    assert client.get("/metrics", REMOTE_ADDR=peer).status_code == 200


@pytest.mark.parametrize("peer", ["10.2.0.1", "192.0.2.7", "::1", "", "localhost"])
def test_any_other_finds_nothing(on, client, peer):
    assert client.get("/metrics", REMOTE_ADDR=peer).status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via", "X-Forwarded-Proto"])
@pytest.mark.parametrize("peer", ["192.0.2.7", "127.0.0.1"])
def test_no_header_makes_an_address_and_what_came_through_a_proxy_is_refused(on, client, header, peer):
    """Neither who claims a listed address, nor who comes through the proxy on a listed one."""
    assert client.get("/metrics", headers={header: "127.0.0.1"}, REMOTE_ADDR=peer).status_code == 404


def test_being_signed_in_helps_nobody(on, client, admin_a):
    client.force_login(admin_a)
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404


def test_the_engine_rooms_figures(on, client, clinic_a):
    AnalysisFactory(due_at=timezone.now() - timedelta(seconds=40))
    AnalysisFactory(batch=batch(clinic_a))
    done = DoneAnalysisFactory(seconds={"decode": 0.25}, classifier__active=True)
    beat("interactive@a", queues="interactive")
    beat("reconciler")
    found = figures(client)
    assert found['skinlesion_queue_waiting{queue="interactive"}'] == 1
    assert found['skinlesion_queue_waiting{queue="batch"}'] == 1
    assert 40 <= found['skinlesion_queue_oldest_seconds{queue="interactive"}'] < 70
    assert found['skinlesion_queue_running{queue="batch"}'] == 0
    versions = f'classifier="{done.classifier.version}",reason="",segmenter="{done.segmenter.version}",state="done"'
    assert found["skinlesion_recent_outcomes{%s}" % versions] == 1  # noqa: UP031 - braces
    assert found['skinlesion_recent_stage_seconds{share="0.95",stage="decode"}'] == 0.25
    assert found["skinlesion_recent_seconds"] == 300
    assert found['skinlesion_network_in_use{kind="classifier",version="%s"}' % done.classifier.version] == 1  # noqa: UP031
    assert found['skinlesion_workers{queue="interactive"}'] == 1
    assert found['skinlesion_workers{queue="batch"}'] == 0
    assert found["skinlesion_workers_silent"] == 0
    assert 0 <= found["skinlesion_reconciler_heartbeat_seconds"] < 30
    assert found["skinlesion_database_up"] == 1


def test_requests_are_counted_by_route(on, client, ana):
    client.force_login(ana)
    case = LesionImageFactory(case__lesion__patient__clinic=ana.clinic).case
    before = figures(client)
    client.get(f"/cases/{case.pk}/")
    client.get("/livez")
    client.generic("BREW", "/livez")
    client.get("/nowhere/4711/")
    found = figures(client)

    def more(name: str) -> float:
        return found.get(name, 0) - before.get(name, 0)

    assert more('skinlesion_requests_total{method="GET",route="/cases/<int:case_id>/",status="2xx"}') == 1
    assert more('skinlesion_requests_total{method="GET",route="/livez",status="2xx"}') == 1
    assert more('skinlesion_requests_total{method="other",route="/livez",status="4xx"}') == 1
    assert more('skinlesion_requests_total{method="GET",route="(no such address)",status="4xx"}') == 1
    assert more('skinlesion_request_seconds_count{route="/cases/<int:case_id>/"}') == 1
    assert more('skinlesion_request_seconds_bucket{le="+Inf",route="/livez"}') == 2


def test_no_label_says_anything_about_a_person_or_a_file(on, client, ana):
    """By name of label, and by what the record holds."""
    patient = PatientFactory(name="Maria Lindqvist", record_number="A-1-secret", clinic=ana.clinic)
    image = LesionImageFactory(case__lesion__patient=patient)
    DoneAnalysisFactory(image=image)
    client.force_login(ana)
    client.get(f"/patients/{patient.pk}/?q=Lindqvist")
    text = client.get("/metrics").text
    labels = set(re.findall(r'[{,](\w+)="', text))
    assert labels == {
        *("queue", "state", "reason", "segmenter", "classifier", "stage", "share", "kind", "version"),
        *("method", "route", "status", "le"),
    } - ({"kind", "version"} if "network_in_use{" not in text else set()) - (
        {"stage", "share"} if "stage=" not in text else set()
    )
    for secret in ("Lindqvist", "A-1-secret", image.original.name, ana.email, ana.clinic.name):
        assert secret not in text


def test_a_scrape_costs_a_dozen_queries_however_many_rows_there_are(on, client):
    for _ in range(3):
        DoneAnalysisFactory()
        AnalysisFactory()
    with CaptureQueriesContext(connection) as asked:
        client.get("/metrics")
    assert len(asked) <= 12, [query["sql"][:80] for query in asked.captured_queries]


def test_without_a_database_requests_are_still_told(on, client, monkeypatch):
    def away():
        raise DatabaseError("gone")

    monkeypatch.setattr("skinlesion.metrics.engine_room.queue_depths", away)
    client.get("/livez")
    found = figures(client)
    assert found["skinlesion_database_up"] == 0
    assert any(name.startswith("skinlesion_requests_total") for name in found)
