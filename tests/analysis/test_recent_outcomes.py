"""What came out lately: a window, never the whole table."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analysis import recent_outcomes as module
from analysis.recent_outcomes import WINDOW_SECONDS, recent_outcomes
from tests.analysis.query_plan import plan_of
from tests.factories import AnalysisFactory, DoneAnalysisFactory

pytestmark = pytest.mark.django_db


def ended(seconds_ago: float, **fields):
    """A moment in the past, and a finished row of it."""
    return DoneAnalysisFactory(finished_at=timezone.now() - timedelta(seconds=seconds_ago), **fields)


def test_outcomes_by_state_reason_and_versions():
    first = ended(5)
    AnalysisFactory(
        state="rejected",
        reason_code="too_blurred",
        reason="Too blurred.",
        finished_at=timezone.now(),
        segmenter=first.segmenter,
        classifier=first.classifier,
    )
    ended(WINDOW_SECONDS + 60)
    AnalysisFactory()
    versions = (first.segmenter.version, first.classifier.version)
    lately = recent_outcomes()
    assert dict(lately.outcomes) == {("done", "", *versions): 1, ("rejected", "too_blurred", *versions): 1}
    assert lately.seconds == WINDOW_SECONDS


def test_stages_by_percentile():
    for took in (0.1, 0.2, 0.3, 0.4):
        ended(1, seconds={"segment": took})
    lately = recent_outcomes()
    assert lately.percentile("segment", 0.5) == 0.3
    assert lately.percentile("segment", 0.95) == 0.4


def test_a_fast_queue_is_seen_through_its_newest_rows_and_says_how_far_back(monkeypatch):
    monkeypatch.setattr(module, "ROWS", 2)
    for seconds_ago in (200, 20, 10):
        ended(seconds_ago)
    lately = recent_outcomes()
    assert sum(lately.outcomes.values()) == 2
    assert 20 <= lately.seconds < 40


def test_one_query_along_the_index():
    with CaptureQueriesContext(connection) as asked:
        recent_outcomes()
    assert len(asked) == 1
    assert "analysis_finished_lately" in plan_of(asked.captured_queries[0]["sql"])
