"""A worker that lives keeps its row, however long the networks take; one that was thought dead writes nothing."""

import time
import uuid

import pytest

from accounts.models import AuditEvent
from analysis.claim import claim
from analysis.lease import keep_lease
from analysis.models import Analysis, Prediction, Segmentation
from analysis.run import run_analysis
from tests.analysis.engines import a_result, sees_a_lesion
from tests.factories import AnalysisFactory
from tests.flows.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _short_leases(settings):
    settings.LEASE_SECONDS = 1.0
    settings.HEARTBEAT_SECONDS = 0.2


def masks() -> list[str]:
    storage = Segmentation._meta.get_field("mask").storage
    return storage.listdir("masks")[1] if storage.exists("masks") else []


def test_a_run_longer_than_its_lease_is_kept_alive_and_recorded():
    analysis = AnalysisFactory()

    def slow(data, **asked):
        time.sleep(1.6)
        assert claim(analysis.pk) is None, "the lease was not extended"
        return a_result()

    assert run_analysis(analysis.pk, engine=slow)
    analysis.refresh_from_db()
    assert (analysis.state, analysis.attempts) == ("done", 1)


def test_without_a_heartbeat_the_row_would_be_taken(settings):
    settings.HEARTBEAT_SECONDS = 60
    analysis = AnalysisFactory()

    def slow(data, **asked):
        time.sleep(1.2)
        assert run_analysis(analysis.pk, engine=sees_a_lesion), "another worker takes over"
        return a_result(verdict="likely_benign", threshold=0.9)

    before = set(masks())
    assert not run_analysis(analysis.pk, engine=slow), "and the first one comes too late"

    analysis.refresh_from_db()
    assert (analysis.state, analysis.attempts) == ("done", 2)
    assert analysis.prediction.verdict == "suspicious", "the second worker's result stands"
    assert Prediction.objects.count() == Segmentation.objects.count() == 1
    assert AuditEvent.objects.filter(act="analysis.finished").count() == 1
    assert set(masks()) - before == {analysis.segmentation.mask.name.removeprefix("masks/")}, "no file is left over"


def test_the_heartbeat_notices_that_the_row_has_gone():
    ours = claim(AnalysisFactory().pk)
    with keep_lease(ours) as lost:
        time.sleep(0.5)
        assert lost == set(), "ours, and alive"
        Analysis.objects.filter(pk=ours.pk).update(token=uuid.uuid4())  # as another worker's claim does
        wait_until(lambda: lost == {ours.pk}, seconds=2, what="the heartbeat notices")


def test_the_heartbeat_ends_with_the_block():
    ours = claim(AnalysisFactory().pk)
    with keep_lease(ours):
        pass
    ours.refresh_from_db()
    lease = ours.lease_until
    time.sleep(0.5)
    ours.refresh_from_db()
    assert ours.lease_until == lease
