"""Histology and follow-up in words."""

import pytest

from cases.models import LostToFollowUp
from cases.selectors.loop import loop_of, loops_of
from cases.views.presenters.histology import findings, lines_of, proposed_case, span
from tests.cases.loop_rows import histology, signed
from tests.factories import CaseFactory


def words(ana, case) -> str:
    """The one line of the case."""
    (line,) = lines_of(loop_of(ana, case))
    return line.words


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "0 days"), (1, "1 day"), (13, "13 days"), (14, "2 weeks"), (20, "2 weeks"), (21, "3 weeks")],
)
def test_spans(days, said):
    assert span(days) == said


def test_a_biopsy_that_waits(ana, case):
    signed(case, days=21)

    assert words(ana, case) == "Biopsy planned 3 weeks ago, no histology yet"


def test_a_biopsy_planned_today(ana, case):
    signed(case)

    assert words(ana, case) == "Biopsy planned today, no histology yet"


def test_an_overdue_one(ana, case):
    signed(case, days=31)

    (line,) = lines_of(loop_of(ana, case))

    assert (line.words, line.tone) == ("Histology overdue", "late")
    assert line.detail == "Biopsy planned 4 weeks ago; overdue since 3 days"


def test_a_closed_one(ana, case):
    signed(case, days=31)
    histology(case.lesion, by=ana, case=case, breslow_mm=0.4, margins="clear")

    assert words(ana, case) == "Closed: Melanoma, Breslow 0.4\N{NO-BREAK SPACE}mm, margins clear"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Follow-up due in 12 weeks"),
        (75, "Follow-up due in 9 days"),
        (84, "Follow-up due today"),
        (85, "Follow-up due since 1 day"),
        (120, "Follow-up due since 5 weeks"),
    ],
)
def test_a_follow_up(days, said, ana, case):
    signed(case, "follow_up", days=days, weeks=12)

    assert words(ana, case) == said


def test_a_lost_one_says_who_and_what_was_tried(ana, bo, case):
    review = signed(case, "follow_up", days=90, weeks=12)
    LostToFollowUp.objects.create(review=review, marked_by=bo, note="Two letters")

    (line,) = lines_of(loop_of(ana, case))

    assert line.words == "Lost to follow-up"
    assert line.detail.endswith("Marked by Bo Berg: Two letters")
    assert (line.may_start, line.may_lose, line.may_take_back) == (True, False, True)


def test_what_has_started_needs_nothing(ana, case):
    signed(case, "follow_up", days=90, weeks=12)
    CaseFactory(lesion=case.lesion)

    (line,) = lines_of(loop_of(ana, case))

    assert (line.words, line.tone, line.may_start, line.may_lose) == (
        "Follow-up visit has started",
        "closed",
        False,
        False,
    )


def test_nothing_planned_is_no_line(ana, case):
    signed(case, "dismiss")

    assert lines_of(loop_of(ana, case)) == []


def test_findings_say_what_is_known(ana, case):
    assert findings(histology(case.lesion, "nv", by=ana)) == "Melanocytic nevus"
    assert findings(histology(case.lesion, "bcc", by=ana, margins="not_assessed")).endswith(", margins not assessed")


def test_the_form_proposes_the_case_that_waits(ana, case):
    signed(case, days=3)
    asked = CaseFactory(lesion=case.lesion)
    loops = loops_of(ana, [case.lesion_id])[case.lesion_id]

    assert proposed_case(loops, asked=None) == case
    assert proposed_case(loops, asked=str(asked.pk)) == asked
    assert proposed_case(loops, asked="no-number") == case
    histology(case.lesion, by=ana, case=case)
    assert proposed_case(loops_of(ana, [case.lesion_id])[case.lesion_id], asked=None) is None
