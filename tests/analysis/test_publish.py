"""A message is an id and a hint: small, harmless, and never an error for the one who uploads."""

import json

import pytest
from django.utils import timezone

from analysis.models import Analysis
from analysis.publish import BrokerAway, publish, queue_length, send
from tests.analysis.queue_folder import folder, messages, unreachable_broker
from tests.factories import AnalysisFactory

pytestmark = pytest.mark.django_db


def test_a_message_holds_the_id_and_no_word_about_the_patient():
    analysis = AnalysisFactory()
    assert publish(analysis.pk, queue="interactive")
    (message,) = messages("interactive")
    assert message["body"][:2] == [[analysis.pk], {}]
    assert message["content-type"] == "application/json"
    whole = json.dumps(message)
    assert analysis.image.case.lesion.patient.name not in whole
    assert analysis.image.original.name not in whole


def test_sending_stamps_a_waiting_row_only():
    waiting, running = AnalysisFactory(), AnalysisFactory()
    Analysis.objects.filter(pk=running.pk).update(
        state="running", token="6b1e5d0c-3f43-4f0c-9c38-0d5f3cf3b0a1", lease_until=timezone.now()
    )
    for analysis in (waiting, running):
        publish(analysis.pk, queue="interactive")
        analysis.refresh_from_db()
    assert waiting.published_at is not None
    assert running.published_at is None


def test_a_broker_that_is_away_is_one_line_without_a_traceback(caplog):
    analysis = AnalysisFactory()
    with unreachable_broker():
        assert not publish(analysis.pk, queue="interactive")
    analysis.refresh_from_db()
    assert analysis.published_at is None
    (line,) = caplog.records
    assert line.exc_info is None
    assert f"analysis {analysis.pk} not published, left to the reconciler" in line.getMessage()


def test_those_who_can_wait_are_told_that_the_broker_is_away():
    with unreachable_broker():
        with pytest.raises(BrokerAway, match="No such file"):
            send(1, queue="interactive")
        folder_is_gone = not folder().exists()
    assert folder_is_gone


def test_the_length_of_a_queue():
    assert queue_length("interactive") == 0
    send(1, queue="interactive")
    send(2, queue="interactive")
    send(3, queue="batch")
    assert (queue_length("interactive"), queue_length("batch")) == (2, 1)
