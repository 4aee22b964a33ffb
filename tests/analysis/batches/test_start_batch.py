"""A batch is started: counted first, refused with a code, once however often it is asked for."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from analysis.batches.plan_batch import plan_batch
from analysis.batches.start_batch import start_batch
from analysis.models import Analysis, BatchRun, ModelVersion
from tests.analysis.at_once import at_once
from tests.analysis.small_networks import NEW
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory

pytestmark = pytest.mark.django_db


def finished(image, **fields) -> Analysis:
    """A result of the versions in use."""
    return DoneAnalysisFactory(image=image, segmentation__mask="m.png", prediction__explanation="e.png", **fields)


def counts(admin, **words) -> tuple[int, int, int, int]:
    """What would be asked for."""
    plan = plan_batch(**{"by": admin, "clinic": admin.clinic, "selection": {}} | words)
    return plan.pictures, plan.already, plan.overruled, plan.to_ask


def test_counting_stores_nothing(networks, pictures, admin_a):
    pictures(3)
    LesionImageFactory()  # of Clinic A too
    assert counts(admin_a) == (4, 0, 0, 4)
    assert not BatchRun.objects.exists()
    assert not AuditEvent.objects.filter(act="batch.started").exists()


def test_another_clinics_pictures_are_not_in_it(networks, pictures, admin_a, admin_b):
    pictures(2)
    assert counts(admin_b) == (0, 0, 0, 0)
    assert counts(admin_a, clinic=None) == (2, 0, 0, 2), "the operator's batch of the whole installation"


def test_one_event_however_many_pictures(start, pictures, admin_a):
    pictures(3)
    batch = start()
    assert (batch.image_count, batch.shadow, batch.filled_at) == (3, False, None)
    (event,) = AuditEvent.objects.filter(act__startswith="batch")
    assert (event.act, event.object_id, event.clinic_id, event.detail["pictures"]) == (
        "batch.started",
        batch.pk,
        admin_a.clinic_id,
        3,
    )
    assert not AuditEvent.objects.filter(act="analysis.requested").exists()


@pytest.mark.parametrize("state", ["done", "rejected", "queued"])
def test_what_has_that_result_or_is_on_its_way_to_it_is_not_asked_for(networks, pictures, admin_a, state):
    has, _, failed, newer = pictures(4)
    reason = {"reason_code": "too_dark", "reason": "Too dark."}
    if state == "done":
        finished(has)
    elif state == "rejected":
        AnalysisFactory(image=has, state=state, finished_at=has.received_at, **reason)
    else:
        AnalysisFactory(image=has)
    AnalysisFactory(image=failed, state="failed", finished_at=has.received_at, **reason)
    finished(newer, classifier=ModelVersion.objects.get(version=NEW))
    assert counts(admin_a) == (4, 1, 0, 3)
    assert counts(admin_a, again=True) == (4, int(state == "queued"), 0, 3 + int(state != "queued"))


def test_a_hidden_result_is_an_answer_to_a_hidden_batch_only(networks, pictures, admin_a):
    finished(pictures(1)[0], shadow=True)
    assert counts(admin_a) == (1, 0, 0, 1)
    assert counts(admin_a, shadow=True) == (1, 1, 0, 0)


def test_a_gate_that_a_clinician_overruled_stays_overruled(networks, pictures, admin_a):
    finished(pictures(1)[0], anyway=True)
    assert counts(admin_a, again=True) == (1, 0, 1, 0)
    assert counts(admin_a, again=True, shadow=True) == (1, 0, 0, 1)


def test_a_version_that_nobody_signed_for_is_only_compared(start, pictures):
    pictures(1)
    assert start(versions=[NEW]).shadow
    assert not start().shadow


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"versions": ["classifier-9"]}, "unknown_version"),
        ({"versions": [NEW, "classifier-test"]}, "unknown_version"),
        ({"selection": {"body_site": "sole"}}, "no_pictures"),
    ],
)
def test_refused_with_a_code(start, pictures, words, code):
    pictures(1)
    with pytest.raises(ValidationError) as refusal:
        start(**words)
    assert refusal.value.code == code
    assert not BatchRun.objects.exists()


def test_nothing_to_do(start, pictures):
    finished(pictures(1)[0])
    with pytest.raises(ValidationError) as refusal:
        start()
    assert refusal.value.code == "nothing_to_do"


@pytest.mark.parametrize("damage", ["missing", "other"])
def test_weights_that_are_not_here_are_refused(start, pictures, networks, damage):
    pictures(1)
    file = networks / f"{NEW}.h5"
    file.unlink()
    if damage == "other":
        file.write_bytes(b"another network")
    with pytest.raises(ValidationError) as refusal:
        start(versions=[NEW])
    assert refusal.value.code == "weights_missing"
    assert start(), "the ones in use are there"


def test_the_very_same_words_give_the_very_same_batch(start, pictures):
    pictures(2)
    first = start(selection={"body_site": "upper_back", "state": "none"})
    assert start(selection={"state": "none", "body_site": "upper_back"}) == first
    assert start(selection={"body_site": "upper_back"}) != first
    assert start(selection={"state": "none", "body_site": "upper_back"}, again=True) != first
    assert AuditEvent.objects.filter(act="batch.started").count() == BatchRun.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_people_in_the_same_moment_get_one(networks, pictures, admin_a, bo):
    pictures(2)
    words = {"clinic": admin_a.clinic, "selection": {}}
    started = at_once(lambda: start_batch(by=admin_a, **words).pk, times=4)
    assert len(set(started)) == 1
    assert BatchRun.objects.count() == 1
