"""A version that is left takes its unfinished batches with it: nothing of it replaces what stands."""

import pytest

from accounts.models import AuditEvent
from analysis.batches import start_batch as module
from analysis.batches.fill_batch import fill_batch
from analysis.batches.resume_batch import resume_batch
from analysis.batches.retry_failed import retry_failed
from analysis.claim import claim
from analysis.models import Analysis, ModelVersion
from analysis.request import request_batch
from analysis.versions import activate
from tests.analysis.batches.test_start_batch import finished
from tests.analysis.batches.test_stop_batch import fail, refusal, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(start, pictures):
    """Two pictures, all asked for."""
    pictures(2)
    started = start()
    fill_batch(started.pk)
    started.refresh_from_db()
    return started


@pytest.fixture
def other(batch):
    """Another classifier."""
    return ModelVersion.objects.filter(kind="classifier", active=False).first()


def test_its_batch_is_paused_and_cannot_go_on(batch, other, admin_a):
    activate(version=other, by=admin_a)

    batch.refresh_from_db()
    assert batch.paused_at
    assert [claim(row.pk) for row in rows(batch)] == [None, None]
    assert AuditEvent.objects.get(act="batch.paused").detail == {"because": "not_in_use"}
    fail(*rows(batch))
    assert refusal(resume_batch, batch, admin_a) == refusal(retry_failed, batch, admin_a) == "not_in_use"


def test_it_goes_on_when_the_version_is_used_again(batch, other, admin_a):
    activate(version=other, by=admin_a)
    activate(version=batch.classifier, by=admin_a)

    assert resume_batch(batch=batch, by=admin_a).paused_at is None
    assert claim(rows(batch)[0].pk)


def test_a_hidden_batch_and_an_import_go_on(start, pictures, other, batch, admin_a):
    hidden = start(versions=[other.version])
    arriving = request_batch(clinic=admin_a.clinic, by=admin_a, selection={"import": 1}, image_count=1)
    type(arriving).objects.filter(pk=arriving.pk).update(filled_at=None)

    activate(version=other, by=admin_a)

    for row in (hidden, arriving):
        row.refresh_from_db()
        assert row.paused_at is None


def test_a_version_left_after_the_count_makes_a_hidden_batch(start, pictures, other, batch, admin_a, monkeypatch):
    plan = module.plan_batch

    def planned(**words):
        counted = plan(**words)
        activate(version=other, by=admin_a)
        return counted

    pictures(1)
    monkeypatch.setattr(module, "plan_batch", planned)
    assert start(again=True).shadow


def test_a_second_try_is_compared_with_what_stands_now(batch, other, admin_a):
    row = rows(batch)[0]
    fail(*rows(batch))
    stands = finished(row.image, classifier=other)

    retry_failed(batch=batch, by=admin_a)
    fill_batch(batch.pk)

    again = Analysis.objects.filter(batch=batch, image=row.image).order_by("-pk").first()
    assert (again.state, again.before) == ("queued", stands)


def test_a_second_try_overrules_no_gate(batch, other, admin_a):
    row = rows(batch)[0]
    fail(*rows(batch))
    finished(row.image, classifier=other, anyway=True)

    retry_failed(batch=batch, by=admin_a)
    while fill_batch(batch.pk):
        pass

    assert not Analysis.objects.filter(batch=batch, image=row.image, state="queued").exists()
