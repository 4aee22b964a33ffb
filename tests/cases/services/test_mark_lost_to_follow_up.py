"""A planned follow-up is marked as lost, and the mark is taken back."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from cases.models import LostToFollowUp
from cases.services.mark_lost_to_follow_up import mark_lost_to_follow_up
from cases.services.unmark_lost_to_follow_up import unmark_lost_to_follow_up
from tests.cases.loop_rows import signed
from tests.factories import CaseFactory


@pytest.fixture
def case(clinic_a, ana):
    """A case of clinic A."""
    return CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)


def test_the_review_that_planned_it_carries_the_mark(case, bo):
    review = signed(case, "follow_up", weeks=12, days=100)

    lost = mark_lost_to_follow_up(case=case, note=" Two letters ", by=bo)

    assert LostToFollowUp.objects.get() == lost
    assert (lost.review, lost.note, lost.marked_by) == (review, "Two letters", bo)
    event = AuditEvent.objects.get()
    assert (event.act, event.object_id, event.clinic_id, event.detail) == ("follow_up.lost", lost.pk, bo.clinic_id, {})


@pytest.mark.parametrize("management", ["excise", "dismiss", "refer", None])
def test_nothing_planned_nothing_lost(management, case, bo):
    if management:
        signed(case, management)

    with pytest.raises(ValidationError) as refused:
        mark_lost_to_follow_up(case=case, by=bo)

    assert refused.value.code == "nothing_planned"
    assert not LostToFollowUp.objects.exists()


def test_an_amendment_that_plans_otherwise_counts(case, bo):
    signed(case, "follow_up", weeks=12)
    signed(case, "dismiss")

    with pytest.raises(ValidationError) as refused:
        mark_lost_to_follow_up(case=case, by=bo)

    assert refused.value.code == "nothing_planned"


def test_a_draft_of_an_amendment_does_not(case, bo):
    signed(case, "follow_up", weeks=12)
    signed(case, "dismiss", signed_at=None, signed_by=None, agreement="")

    assert mark_lost_to_follow_up(case=case, by=bo).review.version == 1


def test_who_came_back_is_not_lost(case, bo):
    signed(case, "follow_up", weeks=12)
    CaseFactory(lesion=case.lesion)

    with pytest.raises(ValidationError) as refused:
        mark_lost_to_follow_up(case=case, by=bo)

    assert refused.value.code == "came_back"


def test_once_is_enough(case, bo):
    signed(case, "follow_up", weeks=12)
    mark_lost_to_follow_up(case=case, by=bo)

    with pytest.raises(ValidationError) as refused:
        mark_lost_to_follow_up(case=case, by=bo)

    assert refused.value.code == "lost_already"


def test_the_mark_is_taken_back(case, ana, bo):
    signed(case, "follow_up", weeks=12)
    lost = mark_lost_to_follow_up(case=case, note="Two letters", by=bo)

    unmark_lost_to_follow_up(case=case, by=ana)

    assert not LostToFollowUp.objects.exists()
    event = AuditEvent.objects.order_by("pk").last()
    assert (event.act, event.object_id, event.user_id) == ("follow_up.found", lost.pk, ana.pk)


def test_what_is_not_lost_cannot_be_found(case, bo):
    signed(case, "follow_up", weeks=12)

    with pytest.raises(ValidationError) as refused:
        unmark_lost_to_follow_up(case=case, by=bo)

    assert refused.value.code == "not_lost"
    assert not AuditEvent.objects.exists()
