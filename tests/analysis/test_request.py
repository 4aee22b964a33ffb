"""Somebody asks for an analysis: one live row, a message on commit, never a broker's error."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import AuditEvent
from accounts.request_id import continue_request
from analysis.models import Analysis, BatchRun, ModelVersion
from analysis.reconcile import reconcile
from analysis.request import request_analysis
from tests.analysis.at_once import at_once
from tests.analysis.queue_folder import messages, unreachable_broker
from tests.factories import (
    AnalysisFactory,
    ClassifierFactory,
    DoneAnalysisFactory,
    LesionImageFactory,
    SegmenterFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def image():
    SegmenterFactory()
    ClassifierFactory()
    return LesionImageFactory()


def test_a_queued_row_due_now_with_the_versions_in_use(image, ana):
    ClassifierFactory(version="classifier-old", active=False)

    with continue_request("upload-4711-of-ana"):
        analysis = request_analysis(image=image, by=ana)

    analysis.refresh_from_db()
    assert (analysis.state, analysis.attempts, analysis.image_id) == ("queued", 0, image.pk)
    assert (analysis.segmenter.version, analysis.classifier.version) == ("segmenter-test", "classifier-test")
    assert (analysis.asked_by, analysis.request_id) == (ana, "upload-4711-of-ana")
    event = AuditEvent.objects.get(act="analysis.requested")
    assert (event.object_id, event.user_id, event.clinic_id) == (
        analysis.pk,
        ana.pk,
        image.case.lesion.patient.clinic_id,
    )
    assert event.detail == {"segmenter": "segmenter-test", "classifier": "classifier-test"}


def test_its_message_carries_the_id_and_nothing_else(image):
    analysis = request_analysis(image=image, by=None)
    (message,) = messages("interactive")
    assert message["headers"]["task"] == "analysis.tasks.analyse"
    assert message["body"][:2] == [[analysis.pk], {}]
    analysis.refresh_from_db()
    assert analysis.published_at is not None


def test_the_message_goes_out_with_the_commit_and_not_before(image):
    with transaction.atomic():
        request_analysis(image=image, by=None)
        assert messages("interactive") == []
    assert len(messages("interactive")) == 1


def test_a_rolled_back_request_sends_nothing(image):
    with transaction.atomic():
        request_analysis(image=image, by=None)
        transaction.set_rollback(True)
    assert messages("interactive") == []
    assert not Analysis.objects.exists()
    assert not AuditEvent.objects.filter(act="analysis.requested").exists()


def test_asked_twice_the_live_row_is_the_answer(image, ana):
    first = request_analysis(image=image, by=ana)
    assert request_analysis(image=image, by=ana) == first
    assert len(messages("interactive")) == 1
    assert AuditEvent.objects.filter(act="analysis.requested").count() == 1


def test_after_the_end_a_new_row_is_made(image):
    done = DoneAnalysisFactory(image=image)
    again = request_analysis(image=image, by=None)
    assert again.pk != done.pk
    assert again.state == "queued"


def test_another_version_in_use_means_another_row(image):
    old = AnalysisFactory(image=image, classifier=ClassifierFactory(version="classifier-old", active=False))
    assert request_analysis(image=image, by=None) != old


def test_eight_people_ask_at_once_and_one_row_is_made(image):
    rows = at_once(lambda: request_analysis(image=image, by=None).pk, times=8)
    assert len(set(rows)) == 1
    assert Analysis.objects.count() == 1


@pytest.mark.parametrize("missing", ["segmenter", "classifier"])
def test_without_networks_in_use_the_asker_is_told(image, missing):
    ModelVersion.objects.filter(kind=missing).update(active=False)
    with pytest.raises(ValidationError) as refusal:
        request_analysis(image=image, by=None)
    assert refusal.value.code == "no_active_model"
    assert not Analysis.objects.exists()


def test_a_batch_waits_in_its_own_queue_with_its_own_versions(image, ana):
    batch = BatchRun.objects.create(
        asked_by=ana,
        segmenter=SegmenterFactory(),
        classifier=ClassifierFactory(version="classifier-next", active=False),
    )
    analysis = request_analysis(image=image, by=ana, batch=batch)
    assert (analysis.batch, analysis.classifier.version) == (batch, "classifier-next")
    assert (messages("batch"), messages("interactive")) == ([], []), (
        "left to the reconciler, which makes chunks of them"
    )
    reconcile()
    assert (len(messages("batch")), messages("interactive")) == (1, [])


def test_a_broker_that_is_away_stays_unnoticed(image):
    with unreachable_broker():
        analysis = request_analysis(image=image, by=None)
    analysis.refresh_from_db()
    assert (analysis.state, analysis.published_at) == ("queued", None)


def test_a_run_that_the_gates_may_stop_swallows_no_request_to_overrule_them(image, ana):
    plain = request_analysis(image=image, by=ana)
    anyway = request_analysis(image=image, by=ana, anyway=True)
    assert (plain.anyway, anyway.anyway) == (False, True)
    assert request_analysis(image=image, by=ana, anyway=True) == anyway
    assert [event.detail.get("anyway") for event in AuditEvent.objects.order_by("pk")] == [None, True]


def test_a_live_run_in_spite_of_the_gates_answers_a_plain_request(image, ana):
    anyway = request_analysis(image=image, by=ana, anyway=True)
    assert request_analysis(image=image, by=ana) == anyway
    assert Analysis.objects.count() == 1


def test_of_two_live_runs_a_plain_request_gets_the_one_that_no_gate_stops(image, ana):
    request_analysis(image=image, by=ana)
    anyway = request_analysis(image=image, by=ana, anyway=True)
    assert request_analysis(image=image, by=ana) == anyway
    assert Analysis.objects.count() == 2


def test_a_live_run_in_spite_of_the_gates_of_an_older_version_is_no_answer(image, ana):
    old = ClassifierFactory(version="classifier-old", active=False)
    assert request_analysis(image=image, by=ana) != AnalysisFactory(image=image, anyway=True, classifier=old)


def test_a_double_click_on_anyway_makes_one_row(image):
    rows = at_once(lambda: request_analysis(image=image, by=None, anyway=True).pk, times=8)
    assert len(set(rows)) == 1
    assert Analysis.objects.get().anyway


def test_a_shadow_and_what_clinicians_see_are_no_answer_to_each_other(image, ana):
    versions = {version.kind: version for version in ModelVersion.objects.all()}
    batch = BatchRun.objects.create(asked_by=ana, shadow=True, **versions)

    shown, shadow = request_analysis(image=image, by=ana), request_analysis(image=image, by=ana, batch=batch)

    assert shown != shadow
    assert (shown.shadow, shadow.shadow) == (False, True)
    assert request_analysis(image=image, by=ana) == shown
    assert request_analysis(image=image, by=ana, batch=batch) == shadow
