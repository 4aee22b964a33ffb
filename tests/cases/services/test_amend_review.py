"""An amendment is a new version; the signed one stays."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from cases.models import Review
from cases.services.amend_review import amend_review
from cases.services.save_draft import save_draft
from cases.services.sign_review import sign_review
from tests.factories import CaseFactory, ReviewFactory


@pytest.fixture
def signed(ana):
    """A follow-up, signed by Ana."""
    case = CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)
    draft = ReviewFactory(
        case=case,
        management="follow_up",
        follow_up_weeks=12,
        notes="Calm.",
        abcd={"asymmetry": 1},
        seven_point=["dots"],
    )
    return sign_review(review=draft, by=ana)


def test_a_prefilled_draft_of_the_next_version(signed, bo):
    amended = amend_review(review=signed, reason=" The patient called ", by=bo)

    for name in ("diagnosis", "management", "follow_up_weeks", "notes", "abcd", "seven_point"):
        assert getattr(amended, name) == getattr(signed, name)
    assert (amended.version, amended.author, amended.amendment_reason) == (2, bo, "The patient called")
    assert (amended.signed_at, amended.follow_up_due_on, amended.agreement) == (None, None, "")
    event = AuditEvent.objects.get(act="review.amended")
    assert (event.object_id, event.detail) == (amended.pk, {"version": 2})


def test_the_signed_version_stays_as_it_is(signed, bo):
    amended = amend_review(review=signed, reason="grew", by=bo)
    save_draft(case=signed.case, by=bo, management="excise", follow_up_weeks=None)
    sign_review(review=amended, by=bo)

    signed.refresh_from_db()
    assert (signed.management, signed.follow_up_weeks, signed.signed_by.full_name) == ("follow_up", 12, "Ana Alvarez")
    assert [(row.version, row.management) for row in Review.objects.all()] == [(2, "excise"), (1, "follow_up")]


def test_it_needs_a_reason(signed, bo):
    with pytest.raises(ValidationError) as refusal:
        amend_review(review=signed, reason="  ", by=bo)
    assert list(refusal.value.error_dict) == ["amendment_reason"]


def test_a_draft_is_not_amended(signed, bo):
    amended = amend_review(review=signed, reason="grew", by=bo)

    with pytest.raises(ValidationError) as refusal:
        amend_review(review=amended, reason="again", by=bo)
    assert refusal.value.code == "not_signed"


def test_nor_is_an_older_version(signed, bo):
    amend_review(review=signed, reason="grew", by=bo)

    with pytest.raises(ValidationError) as refusal:
        amend_review(review=signed, reason="again", by=bo)
    assert refusal.value.code == "not_the_latest"
