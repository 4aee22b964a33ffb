"""/livez and /readyz tell the truth about each part."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis.models import Heartbeat, ModelVersion
from analysis.worker_beat import beat
from skinlesion import celery_app
from tests.cases.admin_rows import batch
from tests.factories import AnalysisFactory, ClinicFactory


@pytest.fixture
def reconciler_alive(db):
    """A fresh heartbeat."""
    return Heartbeat.objects.create(process="reconciler", beat_at=timezone.now())


def ready(client) -> tuple[int, dict]:
    """Status and checks."""
    answer = client.get(reverse("readyz"))
    return answer.status_code, answer.json()["checks"]


def test_livez_needs_nothing(client):
    """Not even the database: this test has none."""
    assert client.get(reverse("livez")).status_code == 200


def test_readyz_is_200_when_all_is_well(client, reconciler_alive):
    """Every part says ok."""
    status, checks = ready(client)
    assert set(checks.values()) == {"ok"}, checks
    assert status == 200


def test_readyz_says_that_the_reconciler_is_silent(client, reconciler_alive):
    """A heartbeat of long ago is as good as none."""
    Heartbeat.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    status, checks = ready(client)
    assert status == 503
    assert "reconcile --forever" in checks["reconciler"]


def test_readyz_says_that_analyses_wait_too_long(client, reconciler_alive, settings):
    """The oldest due one decides; one that is due later or belongs to a batch does not count."""
    AnalysisFactory(due_at=timezone.now() + timedelta(hours=1))
    of_a_batch = batch(ClinicFactory())
    AnalysisFactory(due_at=timezone.now() - timedelta(days=1), batch=of_a_batch)
    AnalysisFactory(due_at=timezone.now() - timedelta(days=1), shadow=True)
    ModelVersion.objects.update(active=False)  # the factories' networks have no files
    beat("interactive@here", queues="interactive")
    assert ready(client)[0] == 200
    AnalysisFactory(due_at=timezone.now() - timedelta(seconds=settings.READY_AGE_SECONDS + 60))
    status, checks = ready(client)
    assert status == 503
    assert "waited" in checks["oldest_due_analysis"]
    assert "workers listen to the interactive queue (1)" in checks["oldest_due_analysis"]


def test_readyz_says_that_nobody_listens_to_the_interactive_queue(client, reconciler_alive, settings):
    """Earlier than for a long queue, because waiting does not help; a worker for batches is no help either."""
    beat("batch@here", queues="batch,imports")
    waiting = AnalysisFactory(due_at=timezone.now() - timedelta(seconds=settings.LEASE_SECONDS - 30))
    ModelVersion.objects.update(active=False)  # the factories' networks have no files
    assert ready(client)[0] == 200
    waiting.due_at = timezone.now() - timedelta(seconds=settings.LEASE_SECONDS + 5)
    waiting.save()
    status, checks = ready(client)
    assert status == 503
    assert "nobody listens to the interactive queue" in checks["oldest_due_analysis"]
    beat("interactive@here", queues="interactive")
    assert ready(client)[0] == 200


def test_readyz_says_that_weights_are_missing_or_changed(client, reconciler_alive, settings, tmp_path):
    """A changed byte in a file of weights is found by its hash."""
    import shutil

    weights = tmp_path / "weights"
    shutil.copytree(settings.WEIGHTS_DIR, weights)
    settings.WEIGHTS_DIR = weights
    assert ready(client)[0] == 200
    file = next(weights.glob("*.h5"))
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    status, checks = ready(client)
    assert status == 503
    assert checks["weights"] != "ok"
    shutil.rmtree(weights)
    weights.mkdir()
    assert ready(client)[0] == 503


def test_readyz_says_that_storage_cannot_be_written(client, reconciler_alive, settings, tmp_path):
    """A file where the folder should be: no write can succeed, not even root's."""
    blocked = tmp_path / "blocked"
    blocked.write_text("in the way")
    changed = {**settings.STORAGES}
    changed["originals"] = {**changed["originals"], "OPTIONS": {"location": blocked}}
    settings.STORAGES = changed
    status, checks = ready(client)
    assert status == 503
    assert "originals" in checks["storage"]


def test_readyz_says_that_the_broker_is_away(client, reconciler_alive, settings):
    """Nobody listens on port 1."""
    names = ("broker_url", "broker_read_url", "broker_write_url", "broker_transport")
    before = {name: celery_app.conf.get(name) for name in names}
    celery_app.conf.update(dict.fromkeys(names, "redis://127.0.0.1:1/0"), broker_transport=None)
    try:
        status, checks = ready(client)
    finally:
        celery_app.conf.update(before)
    assert status == 503
    assert "broker" in checks["broker"]
