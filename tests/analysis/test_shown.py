"""What clinicians see of a picture's runs: a re-run takes the place of a result when it has come to something."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from analysis.models import Analysis
from analysis.request import request_analysis
from cases.models import LesionImage
from cases.selectors import with_latest_analysis
from tests.analysis.batch_rows import a_batch
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory

pytestmark = pytest.mark.django_db
RUNNING = {"state": "running", "token": uuid.uuid4(), "lease_until": timezone.now() + timedelta(minutes=1)}
ENDED = {"reason_code": "x", "reason": "Why.", "finished_at": timezone.now()}


def latest(image) -> Analysis | None:
    """What the picture's panel shows."""
    return with_latest_analysis(LesionImage.objects.filter(pk=image.pk)).get().latest_analysis


@pytest.fixture
def old(clinic_a, ana):
    """A result that stands."""
    return DoneAnalysisFactory(image=LesionImageFactory(case__lesion__patient__clinic=clinic_a))


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({}, False),
        (RUNNING, False),
        ({"state": "failed", **ENDED}, False),
        ({"state": "rejected", **ENDED}, True),
        ({"shadow": True, "state": "rejected", **ENDED}, False),
    ],
    ids=["queued", "running", "failed", "refused", "refused in shadow"],
)
def test_the_run_of_a_batch_hides_nothing_before_it_comes_to_something(fields, seen, old, ana):
    new = AnalysisFactory(image=old.image, batch=a_batch(ana), before=old, **fields)

    assert latest(old.image) == (new if seen else old)
    assert Analysis.objects.filter(pk=new.pk).exists()


def test_a_clinicians_own_run_is_seen_from_its_first_moment(old):
    assert latest(old.image) == old
    assert latest(old.image) != AnalysisFactory(image=old.image, before=old) == latest(old.image)


def test_a_picture_that_had_no_result_is_seen_waiting(clinic_a, ana):
    image = LesionImageFactory(case__lesion__patient__clinic=clinic_a)
    assert AnalysisFactory(image=image, batch=a_batch(ana)) == latest(image)


def test_who_asks_for_the_picture_sees_the_batchs_run_under_way(old, ana):
    batch = a_batch(ana, segmenter=old.segmenter, classifier=old.classifier)
    waiting = AnalysisFactory(image=old.image, batch=batch, before=old)
    assert latest(old.image) == old

    assert request_analysis(image=old.image, by=ana) == waiting == latest(old.image)
