"""How long the queues are, counted by the rows' own rules."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analysis import queue_depth
from analysis.models import Analysis
from analysis.queue_depth import queue_depths
from analysis.worker_beat import beat
from tests.analysis.query_plan import plan_of
from tests.cases.admin_rows import batch
from tests.factories import AnalysisFactory, ClinicFactory, DoneAnalysisFactory

pytestmark = pytest.mark.django_db


def ago(seconds: float):
    """A moment in the past."""
    return timezone.now() - timedelta(seconds=seconds)


def running(*, lease_ends_in: float, **fields) -> Analysis:
    """A row that a worker claimed."""
    import uuid

    lease_until = timezone.now() + timedelta(seconds=lease_ends_in)
    return AnalysisFactory(state="running", attempts=1, token=uuid.uuid4(), lease_until=lease_until, **fields)


def test_empty_queues_wait_for_nobody():
    assert [(d.queue, d.waiting, d.oldest_seconds, d.running) for d in queue_depths()] == [
        ("interactive", 0, 0.0, 0),
        ("batch", 0, 0.0, 0),
    ]


def test_each_queue_counts_its_own_due_rows():
    of_a_batch = batch(ClinicFactory())
    AnalysisFactory(due_at=ago(100))
    AnalysisFactory(due_at=ago(10))
    AnalysisFactory(due_at=timezone.now() + timedelta(hours=1))  # tried again later
    AnalysisFactory(due_at=ago(5000), batch=of_a_batch)
    AnalysisFactory(due_at=ago(7), shadow=True)  # nobody waits for it
    running(lease_ends_in=50)
    running(lease_ends_in=-50)  # its worker is lost: somebody else must come for it
    DoneAnalysisFactory()
    interactive, of_batches = queue_depths()
    assert (interactive.waiting, interactive.running) == (3, 1)
    assert 100 <= interactive.oldest_seconds < 130
    assert (of_batches.waiting, of_batches.running) == (2, 0)
    assert 5000 <= of_batches.oldest_seconds < 5030


def test_a_count_ends_somewhere(monkeypatch):
    monkeypatch.setattr(queue_depth, "COUNTED_TO", 2)
    for _ in range(3):
        AnalysisFactory(due_at=ago(1))
    assert queue_depths()[0].waiting == 2


def test_every_query_stays_inside_a_partial_index():
    with CaptureQueriesContext(connection) as asked:
        queue_depths()
    assert len(asked) == 6
    plans = [plan_of(query["sql"]) for query in asked.captured_queries]
    if connection.vendor == "postgresql":
        return  # it chooses by the rows it has, and has none here
    ours = ("analysis_running_by_lease", "analysis_interactive_by_due", "analysis_queued_by_due")
    assert [plan for plan in plans if not any(name in plan for name in ours)] == []


def test_the_command_prints_json_for_rules_and_lines_for_people():
    AnalysisFactory(due_at=ago(20))
    beat("interactive@here", queues="interactive")
    out = StringIO()
    call_command("queue_metrics", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert list(said) == ["interactive", "batch"]
    assert set(said["batch"]) == {"waiting", "oldest_seconds", "running", "workers"}
    assert (said["interactive"]["waiting"], said["interactive"]["workers"]) == (1, 1)
    assert said["batch"]["workers"] == 0
    out = StringIO()
    call_command("queue_metrics", stdout=out)
    assert "interactive: 1 waiting, the oldest for 2" in out.getvalue()
