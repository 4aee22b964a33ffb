"""Who came back: list, lesion page and service agree, whatever an import or an amendment does beside it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Case, LesionImage, Review
from cases.selectors import follow_up_due
from cases.selectors.loop import loop_of
from cases.services.amend_review import amend_review
from cases.services.mark_lost_to_follow_up import mark_lost_to_follow_up
from cases.services.save_draft import save_draft
from cases.services.sign_review import sign_review
from cases.services.work_on_import import work_on_import
from tests.cases.loop_rows import days_ago, signed
from tests.cases.services.imports import confirmed, picture
from tests.factories import CaseFactory, LesionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(clinic_a, ana) -> Case:
    """Seen thirteen weeks ago, to be seen again after twelve: due for a week."""
    lesion = LesionFactory(patient__clinic=clinic_a, patient__record_number="P-1", body_site="upper_back")
    case = seen(CaseFactory(lesion=lesion, opened_by=ana), days=91)
    signed(case, "follow_up", weeks=12, days=91)
    return case


def seen(case: Case, *, days: int) -> Case:
    """Opened an hour before that time of that day."""
    Case.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(days=days, hours=1))
    case.refresh_from_db()
    return case


def is_due(case: Case, by) -> bool:
    """What the worklist says, after a look whether the lesion's page and the service say the same."""
    due = case in follow_up_due(Case.objects.all())
    assert (loop_of(by, case).follow_up.state == "due") is due
    return due


def may_be_lost(case: Case, by) -> bool:
    try:
        mark_lost_to_follow_up(case=case, by=by)
    except ValidationError as refused:
        if refused.code != "came_back":
            raise
        return False
    return True


def test_nobody_came(case, ana):
    assert is_due(case, ana)
    assert may_be_lost(case, ana)


@pytest.mark.parametrize(("days", "due"), [(10, False), (90, False), (92, True)])
def test_another_case_counts_from_the_signature_on(days, due, case, ana):
    seen(CaseFactory(lesion=case.lesion, opened_by=ana), days=days)
    assert is_due(case, ana) is due
    assert may_be_lost(case, ana) is due


@pytest.mark.parametrize(
    ("days", "due"), [(300, True), (92, True), (None, True), (7, False)], ids=["years", "weeks", "unknown", "lately"]
)
def test_imported_pictures_count_by_the_day_they_were_taken(days, due, case, ana):
    taken = days_ago(days).isoformat() if days else ""
    table = f"file,patient,site,date,type\na.jpg,P-1,upper back,{taken},dermoscopic\n"
    run = confirmed(ana, {"a.jpg": picture(1)}, table)
    work_on_import(run_id=run.pk)
    image = LesionImage.objects.get()
    Case.objects.filter(pk=image.case_id).update(lesion=case.lesion)

    assert is_due(case, ana) is due
    assert may_be_lost(case, ana) is due


def amended(case: Case, by, **changes) -> Review:
    """Signed again with these changes."""
    draft = amend_review(review=case.reviews.first(), reason="A letter was wrong", by=by)
    save_draft(case=case, by=by, **changes)
    return sign_review(review=draft, by=by)


@pytest.mark.parametrize("weeks", [12, 20])
def test_an_amendment_moves_the_day_only_with_the_plan(weeks, case, ana):
    first = case.reviews.get().follow_up_due_on
    again = amended(case, ana, follow_up_weeks=weeks)

    moved = timezone.localdate() + timedelta(weeks=weeks)
    assert again.follow_up_due_on == (first if weeks == 12 else moved)
    assert is_due(case, ana) is (weeks == 12)


def test_an_amendment_does_not_forget_who_came_back(case, ana):
    seen(CaseFactory(lesion=case.lesion, opened_by=ana), days=10)
    amended(case, ana)

    assert not is_due(case, ana)
    assert not may_be_lost(case, ana)
