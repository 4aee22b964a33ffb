"""The envelopes: what arrives twice is done once, and a stop meant for the worker does not tear a picture."""

import signal

import pytest
from celery.signals import worker_process_init

from accounts.models import AuditEvent
from analysis import engine
from analysis.models import Analysis
from analysis.tasks import analyse
from tests.analysis.engines import sees_a_lesion
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
