"""Whether the loop of a lesion is closed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import LostToFollowUp
from cases.selectors.loop import loop_of, loops_of
from tests.cases.loop_rows import days_ago, histology, signed, withdrawn
from tests.factories import CaseFactory, LesionFactory


@pytest.fixture
def case(clinic_a, ana):
    """A case of clinic A, where a histology is overdue after 28 days."""
    return CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)


def test_nothing_signed_nothing_planned(case, ana):
    loop = loop_of(ana, case)

    assert (loop.review, loop.biopsy, loop.follow_up, loop.histologies) == (None, None, None, [])


@pytest.mark.parametrize("management", ["dismiss", "refer"])
def test_a_decision_that_plans_neither_opens_no_loop(management, case, ana):
    review = signed(case, management)

    loop = loop_of(ana, case)

    assert (loop.review, loop.biopsy, loop.follow_up) == (review, None, None)


@pytest.mark.parametrize(("days", "state"), [(0, "waiting"), (28, "waiting"), (29, "overdue"), (300, "overdue")])
def test_a_biopsy_waits_and_is_overdue_after_the_clinics_days(days, state, case, ana):
    signed(case, "excise", days=days)

    biopsy = loop_of(ana, case).biopsy

    assert (biopsy.state, biopsy.planned_on, biopsy.histology) == (state, days_ago(days), None)
    assert biopsy.overdue_from == days_ago(days) + timedelta(days=29)


def test_another_clinic_waits_as_long_as_it_wants(case, ana):
    case.lesion.patient.clinic.histology_overdue_days = 10
    case.lesion.patient.clinic.save()
    signed(case, "excise", days=11)

    assert loop_of(ana, case).biopsy.state == "overdue"


@pytest.mark.parametrize(
    ("reported_days_ago", "of_case", "closed"),
    [
        (5, "this", True),
        (5, None, True),  # after the signature
        (20, None, True),  # on its day
        (21, None, False),  # before it: an older biopsy
        (21, "this", True),  # whatever the day, it is said to be of this case
        (5, "other", False),
    ],
)
def test_which_histology_closes_it(reported_days_ago, of_case, closed, case, ana):
    signed(case, "excise", days=20)
    other = CaseFactory(lesion=case.lesion)
    cases = {"this": case, "other": other, None: None}
    found = histology(case.lesion, by=ana, days=reported_days_ago, case=cases[of_case])

    loop = loop_of(ana, case)

    assert loop.biopsy.state == ("closed" if closed else "waiting")
    assert loop.biopsy.histology == (found if closed else None)
    assert loop.histologies == ([found] if closed else [])


def test_a_histology_of_another_lesion_closes_nothing(case, ana):
    signed(case, "excise", days=20)
    histology(LesionFactory(patient=case.lesion.patient), by=ana)

    assert loop_of(ana, case).biopsy.state == "waiting"


def test_a_withdrawn_histology_closes_nothing_and_stays_visible(case, ana):
    signed(case, "excise", days=40)
    wrong = withdrawn(histology(case.lesion, by=ana, case=case))

    loop = loop_of(ana, case)

    assert (loop.biopsy.state, loop.histologies) == ("overdue", [wrong])


@pytest.mark.parametrize(("days", "state"), [(0, "planned"), (83, "planned"), (84, "due"), (90, "due")])
def test_a_follow_up_is_due_on_its_day(days, state, case, ana):
    signed(case, "follow_up", days=days, weeks=12)

    follow_up = loop_of(ana, case).follow_up

    assert (follow_up.state, follow_up.due_on, follow_up.weeks) == (state, days_ago(days - 84), 12)


def test_a_later_case_on_the_lesion_is_the_follow_up(case, ana):
    signed(case, "follow_up", days=90, weeks=12)
    CaseFactory(lesion=LesionFactory(patient=case.lesion.patient))
    assert loop_of(ana, case).follow_up.state == "due"

    CaseFactory(lesion=case.lesion)

    assert loop_of(ana, case).follow_up.state == "started"


def test_lost_is_said_with_who_and_why(case, ana, bo):
    review = signed(case, "follow_up", days=90, weeks=12)
    lost = LostToFollowUp.objects.create(review=review, marked_by=bo, note="Moved away")

    follow_up = loop_of(ana, case).follow_up

    assert (follow_up.state, follow_up.lost) == ("lost", lost)


def test_the_newest_signed_version_decides_and_a_draft_does_not(case, ana):
    signed(case, "excise", days=40)
    signed(case, "follow_up", days=1, weeks=4)
    signed(case, "dismiss", signed_at=None, signed_by=None, agreement="")

    loop = loop_of(ana, case)

    assert (loop.biopsy, loop.follow_up.state) == (None, "planned")


def test_another_clinic_sees_no_loop(case, ana, cy):
    signed(case, "excise")

    assert loops_of(cy, [case.lesion_id]) == {case.lesion_id: []}
    assert len(loops_of(ana, [case.lesion_id])[case.lesion_id]) == 1


def test_three_queries_for_one_lesion_and_for_ten(case, ana):
    def ask(lesion_ids) -> int:
        with CaptureQueriesContext(connection) as queries:
            for loops in loops_of(ana, lesion_ids).values():
                for loop in loops:
                    assert str(loop.review.signed_by)
                    assert loop.case.lesion.patient.clinic
        return len(queries)

    lesions = [case.lesion_id]
    signed(case, "excise")
    for _ in range(9):
        another = CaseFactory(lesion__patient=case.lesion.patient)
        lost = signed(another, "follow_up", weeks=2)
        LostToFollowUp.objects.create(review=lost, marked_by=ana)
        histology(another.lesion, by=ana, case=another)
        lesions.append(another.lesion_id)

    assert ask(lesions[:1]) == ask(lesions) == 3
