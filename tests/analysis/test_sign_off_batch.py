"""A batch is signed off when all of it is finished; a shadow batch can be shown after that."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import AuditEvent
from analysis.models import Analysis
from analysis.show_shadow_batch import show_shadow_batch
from analysis.sign_off_batch import sign_off_batch
from tests.analysis.batch_rows import a_batch, again
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(admin_a):
    """Finished, in shadow, one picture."""
    batch = a_batch(admin_a, shadow=True)
    again(batch, LesionImageFactory(), "likely_benign", "suspicious")
    return batch


def waiting(batch):
    AnalysisFactory(batch=batch, segmenter=batch.segmenter, classifier=batch.classifier, shadow=batch.shadow)


def all_failed(batch):
    Analysis.objects.filter(batch=batch).delete()
    again(batch, LesionImageFactory(), "likely_benign", "failed")


def test_who_signed_when_and_with_which_words(batch, admin_a):
    sign_off_batch(batch=batch, by=admin_a, note=" Two recalls, both called. ")

    assert (batch.signed_off_by, batch.sign_off_note) == (admin_a, "Two recalls, both called.")
    assert batch.signed_off_at is not None
    event = AuditEvent.objects.get(act="batch.signed_off")
    assert (event.object_id, event.user_id, event.detail["classifier"]) == (batch.pk, admin_a.pk, "classifier-new")


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("not_finished", waiting),
        ("not_finished", lambda batch: type(batch).objects.update(filled_at=None)),
        ("cancelled", lambda batch: type(batch).objects.update(cancelled_at=timezone.now())),
        ("not_finished", lambda batch: type(batch).objects.update(retry_until=timezone.now())),
        ("empty", all_failed),
        ("empty", lambda batch: Analysis.objects.filter(batch=batch).delete()),
        ("signed_off", lambda batch: sign_off_batch(batch=batch, by=batch.asked_by)),
    ],
)
def test_what_stands_in_the_way(batch, admin_a, code, spoil):
    spoil(batch)
    with pytest.raises(ValidationError) as refused:
        sign_off_batch(batch=batch, by=admin_a)
    assert refused.value.code == code


def test_shown_all_at_once_without_what_failed(batch, admin_a):
    for outcome in ("rejected", "failed"):
        again(batch, LesionImageFactory(), "likely_benign", outcome)
    sign_off_batch(batch=batch, by=admin_a)

    assert show_shadow_batch(batch=batch, by=admin_a) == 2

    assert not batch.shadow
    assert set(Analysis.shown.filter(batch=batch).values_list("state", flat=True)) == {"done", "rejected"}
    assert AuditEvent.objects.get(act="batch.shown").detail == {"analyses": 2}
    with pytest.raises(ValidationError) as refused:
        show_shadow_batch(batch=batch, by=admin_a)
    assert refused.value.code == "not_shadow"


def test_what_a_clinician_overruled_a_gate_for_stays_as_it_is(batch, admin_a):
    overruled = LesionImageFactory()
    DoneAnalysisFactory(image=overruled, anyway=True)
    hidden = again(batch, overruled, None, "rejected")
    sign_off_batch(batch=batch, by=admin_a)

    assert show_shadow_batch(batch=batch, by=admin_a) == 1
    assert Analysis.objects.get(pk=hidden.pk).shadow


def test_what_was_analysed_again_since_stays_as_it_is(batch, admin_a):
    DoneAnalysisFactory(image=Analysis.objects.get(batch=batch).image)
    sign_off_batch(batch=batch, by=admin_a)

    assert show_shadow_batch(batch=batch, by=admin_a) == 0


def test_not_before_somebody_has_signed(batch, admin_a):
    with pytest.raises(ValidationError) as refused:
        show_shadow_batch(batch=batch, by=admin_a)
    assert refused.value.code == "not_signed_off"
    assert not Analysis.shown.filter(batch=batch).exists()
