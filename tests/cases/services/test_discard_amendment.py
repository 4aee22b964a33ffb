"""An amendment that nobody signed can be given up; nothing else can."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from cases.models import Review
from cases.services.amend_review import amend_review
from cases.services.discard_amendment import discard_amendment
from cases.services.sign_review import sign_review
from tests.factories import CaseFactory, ReviewFactory


@pytest.fixture
def case(ana):
    """A case of Ana's clinic."""
    return CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)


def test_the_signed_version_stands_again(case, ana, bo):
    signed = sign_review(review=ReviewFactory(case=case), by=ana)
    amended = amend_review(review=signed, reason="grew", by=bo)

    assert discard_amendment(review=amended, by=bo) == signed

    assert list(Review.objects.all()) == [signed]
    event = AuditEvent.objects.get(act="review.discarded")
    assert (event.object_id, event.user_id, event.detail) == (amended.pk, bo.pk, {"version": 2})


@pytest.mark.parametrize("signed", [True, False])
def test_neither_a_first_draft_nor_a_signed_review_is_given_up(case, ana, signed):
    review = ReviewFactory(case=case)
    if signed:
        review = sign_review(review=review, by=ana)

    with pytest.raises(ValidationError) as refusal:
        discard_amendment(review=review, by=ana)
    assert refusal.value.code == "nothing_to_discard"
    assert Review.objects.exists()


def test_a_signed_amendment_stays(case, ana):
    signed = sign_review(review=ReviewFactory(case=case), by=ana)
    amended = sign_review(review=amend_review(review=signed, reason="grew", by=ana), by=ana)

    with pytest.raises(ValidationError):
        discard_amendment(review=amended, by=ana)
    assert Review.objects.count() == 2
