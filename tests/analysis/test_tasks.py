"""The envelopes: what arrives twice is done once, and a stop meant for the worker does not tear a picture."""

import signal

import pytest
from celery.signals import worker_process_init, worker_shutting_down

from accounts.models import AuditEvent
from analysis import engine
from analysis.models import Analysis
from analysis.shutdown import forget
from analysis.tasks import analyse, analyse_chunk
from tests.analysis.engines import must_not_run, sees_a_lesion
from tests.factories import AnalysisFactory

pytestmark = pytest.mark.django_db


def test_delivered_twice_the_second_changes_nothing(monkeypatch):
    monkeypatch.setattr(engine, "analyse", sees_a_lesion)
    analysis = AnalysisFactory()

    analyse(analysis.pk)
    first = Analysis.objects.values().get(pk=analysis.pk)
    analyse(analysis.pk)

    assert first["state"] == "done"
    assert Analysis.objects.values().get(pk=analysis.pk) == first
    assert AuditEvent.objects.filter(act="analysis.finished").count() == 1


def test_a_workers_child_is_deaf_to_sigterm():
    before = signal.getsignal(signal.SIGTERM)
    try:
        worker_process_init.send(sender=None)
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_chunk_delivered_twice_is_done_once(monkeypatch):
    monkeypatch.setattr(engine, "analyse", sees_a_lesion)
    monkeypatch.setattr(engine, "ask_networks", lambda passages, **asked: passages)
    ids = [AnalysisFactory().pk for _ in range(3)]
    analyse_chunk(ids)
    analyse_chunk(ids)
    assert set(Analysis.objects.values_list("state", "attempts")) == {("done", 1)}
    assert AuditEvent.objects.filter(act="analysis.finished").count() == 3


def test_a_worker_that_shuts_down_begins_no_further_picture(monkeypatch):
    monkeypatch.setattr(engine, "analyse", must_not_run)
    ids = [AnalysisFactory().pk for _ in range(3)]
    worker_shutting_down.send(sender=None, sig="SIGTERM", how="Warm", exitcode=0)
    try:
        analyse_chunk(ids)
    finally:
        forget()
    assert set(Analysis.objects.values_list("state", "attempts")) == {("queued", 0)}
