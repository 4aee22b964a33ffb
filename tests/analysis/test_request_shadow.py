"""A new picture meets the version that is being tried too, and no clinician waits for it or hears of it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from accounts.models import AuditEvent
from analysis import request_shadow as file
from analysis.models import Analysis
from analysis.request_shadow import request_shadow
from analysis.shadow_mode import stop_trying, try_beside
from cases.services.receive_image import receive_image
from tests.analysis.queue_folder import messages
from tests.cases.services.uploads import upload
from tests.factories import AnalysisFactory, CaseFactory, ClassifierFactory, SegmenterFactory, small_jpeg

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tried():
    """The pair in use, and a classifier that is being tried beside it."""
    SegmenterFactory()
    ClassifierFactory()
    return ClassifierFactory(version="classifier-new", active=False, shadow=True)


def received(ana):
    """What a clinician's upload answers."""
    case = CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)
    return receive_image(case=case, upload=upload(small_jpeg(size=(600, 450))), by=ana)


def test_the_clinician_gets_the_version_in_use_and_the_other_one_looks_too(tried, ana):
    receipt = received(ana)

    assert receipt.analysis.classifier.version == "classifier-test"
    shadow = Analysis.objects.get(shadow=True)
    assert (shadow.image, shadow.classifier, shadow.segmenter.version) == (receipt.image, tried, "segmenter-test")
    assert (shadow.before, shadow.state, shadow.batch, shadow.asked_by) == (receipt.analysis, "queued", None, None)
    assert AuditEvent.objects.get(object_id=shadow.pk, act="analysis.requested").detail["shadow"]


def test_no_message_is_sent_for_it_so_no_upload_waits_for_a_dead_broker(tried, ana):
    receipt = received(ana)
    assert [message["body"][0] for message in messages("interactive")] == [[receipt.analysis.pk]]
    assert messages("batch") == []


def test_without_a_version_in_shadow_there_is_none(tried, ana, admin_a):
    assert stop_trying(version=tried, by=admin_a)
    received(ana)
    assert not Analysis.objects.filter(shadow=True).exists()


def test_nor_where_nothing_is_in_use_beside_it(db):
    ClassifierFactory(active=False, shadow=True)
    analysis = AnalysisFactory(segmenter=SegmenterFactory(active=False))
    assert request_shadow(image=analysis.image, beside=analysis) is None


def test_its_failure_is_no_failure_of_the_upload(tried, ana, monkeypatch, caplog):
    def broken(*_):
        raise DatabaseError("no room")

    monkeypatch.setattr(file, "_insert", broken)
    receipt = received(ana)

    assert receipt.analysis.state == "queued"
    assert "no shadow analysis could be asked for" in caplog.text


def test_one_of_a_kind_is_tried_and_never_the_one_in_use(tried, admin_a):
    other = ClassifierFactory(version="classifier-other", active=False)

    assert try_beside(version=other, by=admin_a).shadow
    tried.refresh_from_db()
    assert not tried.shadow
    assert AuditEvent.objects.get(act="model.tried").detail["version"] == "classifier-other"
    with pytest.raises(ValidationError) as refused:
        try_beside(version=ClassifierFactory(), by=admin_a)
    assert refused.value.code == "in_use"


def test_another_one_takes_its_place_and_both_are_on_record(tried, admin_a):
    newer = ClassifierFactory(version="classifier-newer", active=False)
    try_beside(version=newer, by=admin_a)

    tried.refresh_from_db()
    assert (tried.shadow, newer.shadow) == (False, True)
    acts = AuditEvent.objects.filter(act__startswith="model.").order_by("pk").values_list("act", "object_id")
    assert list(acts) == [("model.tried_no_more", tried.pk), ("model.tried", newer.pk)]
