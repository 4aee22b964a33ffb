"""Which excised lesions still wait for the laboratory."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, Pathology, Review
from cases.selectors import awaiting_histology, histology_overdue
from tests.factories import CaseFactory, SignedReviewFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(clinic_a, ana):
    """Signed for excision ten days ago."""
    case = CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)
    SignedReviewFactory(case=case, management="excise", signed_at=timezone.now() - timedelta(days=10))
    return case


def histology(of, *, days_ago=0, **fields) -> Pathology:
    """What the laboratory reported so many days ago; by default of this very case."""
    fields = {"lesion": of.lesion, "case": of, "diagnosis": "nv", "entered_by": of.opened_by} | fields
    return Pathology.objects.create(reported_on=timezone.localdate() - timedelta(days=days_ago), **fields)


def waiting() -> list[Case]:
    """All that wait."""
    return list(awaiting_histology(Case.objects.all()))


def test_a_signed_excision_waits(case):
    (found,) = waiting()
    assert found == case
    assert found.decided_at == case.reviews.get().signed_at


@pytest.mark.parametrize("management", ["dismiss", "refer"])
def test_other_plans_wait_for_nothing(clinic_a, management):
    SignedReviewFactory(case__lesion__patient__clinic=clinic_a, management=management)
    assert waiting() == []


def test_a_draft_plans_nothing(clinic_a, ana):
    case = CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)
    Review.objects.create(case=case, author=ana, management="excise")
    assert waiting() == []


@pytest.mark.parametrize(
    ("named", "days_ago", "answers"),
    [(True, 0, True), (True, 30, True), (False, 10, True), (False, 9, True), (False, 11, False)],
)
def test_a_histology_answers_by_its_case_or_by_its_day(case, named, days_ago, answers):
    histology(case, days_ago=days_ago, case=case if named else None)
    assert waiting() == ([] if answers else [case])


def test_a_withdrawn_one_and_that_of_another_case_or_lesion_answer_for_nothing(case, ana):
    histology(case, withdrawn_at=timezone.now(), withdrawn_by=ana, withdrawn_reason="Wrong patient")
    histology(case, case=CaseFactory(lesion=case.lesion))
    histology(CaseFactory(), case=None)
    assert waiting() == [case]


@pytest.mark.parametrize(("management", "waits"), [("dismiss", False), ("excise", True)])
def test_the_latest_signed_version_decides_and_a_draft_does_not(case, ana, management, waits):
    SignedReviewFactory(case=case, version=2, author=ana, management=management)
    Review.objects.create(case=case, version=3, author=ana, amendment_reason="Seen again", management="refer")
    assert (waiting() == [case]) is waits


def test_overdue_after_as_many_days_as_the_clinic_says(case, clinic_a):
    for days, overdue in ((11, False), (10, False), (9, True)):
        clinic_a.histology_overdue_days = days
        clinic_a.save()
        assert list(histology_overdue(Case.objects.all())) == ([case] if overdue else [])


def test_each_clinic_has_its_own_patience(case, clinic_a, clinic_b):
    clinic_a.histology_overdue_days = 5
    clinic_a.save()
    SignedReviewFactory(
        case__lesion__patient__clinic=clinic_b, management="excise", signed_at=timezone.now() - timedelta(days=10)
    )
    assert list(histology_overdue(Case.objects.all())) == [case]
