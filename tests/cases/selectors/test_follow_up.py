"""Which planned follow-ups are due, coming or lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, LostToFollowUp, Review
from cases.selectors import follow_up_coming, follow_up_due, lost_to_follow_up
from tests.factories import CaseFactory, SignedReviewFactory

pytestmark = pytest.mark.django_db
LISTS = {"due": follow_up_due, "coming": follow_up_coming, "lost": lost_to_follow_up}


def planned(*, due_in: int, weeks: int = 8) -> Case:
    """A case whose signed review planned a follow-up that is due in so many days."""
    at = timezone.now() - timedelta(weeks=weeks, days=-due_in)
    case = CaseFactory()
    Case.objects.filter(pk=case.pk).update(opened_at=at - timedelta(hours=1))
    SignedReviewFactory(case=case, management="follow_up", follow_up_weeks=weeks, signed_at=at)
    return case


def lists_of(case: Case) -> set[str]:
    """The names of the lists it is on."""
    return {name for name, narrow in LISTS.items() if case in narrow(Case.objects.all())}


@pytest.mark.parametrize(
    ("due_in", "lists"),
    [(-400, {"due"}), (-1, {"due"}), (0, {"due"}), (1, {"coming"}), (28, {"coming"}), (29, set())],
)
def test_due_from_its_day_on_and_coming_four_weeks_before(due_in, lists):
    case = planned(due_in=due_in)
    assert lists_of(case) == lists
    for name in lists:
        found = LISTS[name](Case.objects.all()).get()
        assert found.follow_up_due_on == timezone.localdate() + timedelta(days=due_in)


def test_a_later_case_on_the_lesion_ends_it_and_one_elsewhere_does_not():
    case = planned(due_in=-3)
    CaseFactory(lesion__patient=case.lesion.patient)
    assert lists_of(case) == {"due"}
    CaseFactory(lesion=case.lesion)
    assert lists_of(case) == set()


def test_a_case_opened_before_the_signature_does_not_end_it():
    case = planned(due_in=-3)
    other = CaseFactory(lesion=case.lesion)
    Case.objects.filter(pk=other.pk).update(opened_at=case.reviews.get().signed_at - timedelta(minutes=1))
    assert lists_of(case) == {"due"}


def test_lost_is_a_list_of_its_own_until_the_patient_comes_back():
    case = planned(due_in=-3)
    review = case.reviews.get()
    LostToFollowUp.objects.create(review=review, marked_by=review.author)
    assert lists_of(case) == {"lost"}
    CaseFactory(lesion=case.lesion)
    assert lists_of(case) == set()


def test_the_latest_signed_version_decides_and_a_draft_does_not():
    case = planned(due_in=-3)
    Review.objects.create(case=case, version=2, author=case.opened_by, amendment_reason="Seen again")
    assert lists_of(case) == {"due"}
    Review.objects.filter(version=2).delete()
    SignedReviewFactory(case=case, version=2, management="dismiss")
    assert lists_of(case) == set()
