"""What a report says, and what it keeps to itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from cases.models import Case, Review
from cases.report.build import BEING_AMENDED
from cases.report.picture import HIDDEN
from cases.services.print_report import print_report
from tests.cases.report.cases import NOW, UNSURE, done, drawn_image, segmentation, sign, whole_case
from tests.factories import AnalysisFactory, CaseFactory, LesionImageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(clinic_a, ana):
    """Opened by Ana, without pictures."""
    return CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)


def printed(case: Case, by):
    """Its report, as the views ask for it."""
    fresh = Case.objects.select_related("lesion__patient__clinic", "opened_by").get(pk=case.pk)
    return print_report(case=fresh, form="pdf", by=by, now=NOW)


def test_printing_leaves_a_trace_without_a_name(clinic_a, ana):
    case = whole_case(clinic_a, ana)

    printed(case, ana)

    event = AuditEvent.objects.get(act="report.printed")
    assert (event.object_type, event.object_id, event.user_id, event.clinic_id) == (
        "case",
        case.pk,
        ana.pk,
        clinic_a.pk,
    )
    assert event.detail == {"form": "pdf", "preliminary": True, "pictures": 3}


def test_the_newest_outline_by_a_person_counts_and_is_named(case, ana, bo):
    image = drawn_image(case)
    done(image)
    assert printed(case, ana).pictures[0].outline.source == "Outline by the network segmenter-test"

    image.outline = [[[1, 1], [9, 1], [9, 9]]]
    segmentation(image, image=image, drawn_by=ana)
    image.outline = [[[2, 2], [8, 2], [8, 8]]]
    newer = segmentation(image, image=image, drawn_by=bo)
    newer.created_at = NOW
    newer.save()

    outline = printed(case, ana).pictures[0].outline
    assert outline.source == "Outline drawn by Bo Berg, 25 Nov 2026, 12:00 UTC"
    assert outline.polygons == (((2, 2), (8, 2), (8, 8)),)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, "Waiting to be analysed: no result yet."),
        (
            {"state": "failed", "reason_code": "x", "reason": "The worker was lost.", "finished_at": NOW},
            "The analysis failed, no result: The worker was lost.",
        ),
        (
            {"state": "rejected", "reason_code": "x", "reason": "No lesion was found.", "finished_at": NOW},
            "Cannot be analysed, no result: No lesion was found.",
        ),
    ],
)
def test_without_a_result_the_report_says_why_even_after_an_earlier_one(case, ana, state, said):
    image = drawn_image(case)
    done(image)
    AnalysisFactory(image=image, **state)

    picture = printed(case, ana).pictures[0]

    assert picture.said == said
    assert (picture.result, picture.outline, picture.measurements, picture.networks) == (None, None, (), ())


def test_a_picture_that_nobody_analysed(case, ana):
    LesionImageFactory(case=case)

    assert printed(case, ana).pictures[0].said == "Not analysed."


def test_an_unsure_result_has_neither_class_nor_probability(case, ana):
    done(drawn_image(case), **UNSURE)

    result = printed(case, ana).pictures[0].result

    assert result.verdict == "needs_a_person"
    assert (result.bars, result.malignant, result.malignant_share) == ((), "", None)
    assert "65" not in result.sentence


def test_results_wait_for_the_impression_where_the_clinic_wants_it_first(clinic_a, ana, case):
    done(drawn_image(case, mm_per_pixel=0.02))
    clinic_a.impression_first = True
    clinic_a.save()
    draft = Review.objects.create(case=case, author=ana, notes="not yet")

    hidden = printed(case, ana).pictures[0]
    assert hidden.said == HIDDEN
    assert (hidden.result, hidden.outline, hidden.measurements, hidden.networks) == (None, None, (), ())

    draft.impression, draft.impression_confidence, draft.impression_plan = "nv", "low", "excise"
    draft.impression_at = NOW
    draft.save()
    assert printed(case, ana).pictures[0].result.verdict == "suspicious"


def test_a_draft_is_no_decision(case, ana, bo):
    draft = Review.objects.create(case=case, author=ana, diagnosis="mel", management="excise", notes="secret draft")
    report = printed(case, ana)
    assert report.preliminary
    assert report.decision is None
    draft.delete()

    sign(case, ana)
    assert printed(case, ana).notice == ""
    Review.objects.create(case=case, author=bo, version=2, amendment_reason="Second thoughts", diagnosis="nv")
    report = printed(case, ana)
    assert not report.preliminary
    assert report.notice == BEING_AMENDED
    assert report.decision.facts[0].value == "Melanoma"


def test_a_disagreement_says_its_reason(case, ana):
    analysis = done(drawn_image(case))
    sign(case, ana, agreement="disagrees", override_reason="history", analysis=analysis)

    facts = {fact.label: fact.value for fact in printed(case, ana).decision.facts}

    assert facts["The networks' result"] == "Disagrees with the result"
    assert facts["Reason to disagree"] == "History or change over time"
    assert facts["First impression"].startswith("Melanocytic nevus, medium confidence, plan: photo follow-up")


def test_checklists_come_with_their_score(case, ana):
    sign(case, ana)

    facts = {fact.label: fact.value for fact in printed(case, ana).decision.facts}

    assert facts["ABCD rule"].startswith("4.4, speaks for a benign melanocytic lesion (below 4.75); asymmetric in 2 of")
    assert facts["7-point checklist"].startswith("3, speaks for melanoma")
    assert facts["7-point checklist"].endswith("; atypical pigment network, irregular streaks")


def test_what_nobody_asked_is_not_a_no(case, ana):
    patient = case.lesion.patient
    patient.many_nevi = False
    patient.save()

    answers = {fact.label: fact.value for fact in printed(case, ana).risk_factors}

    assert answers["More than 50 nevi"] == "no"
    assert answers["Immunosuppression"] == "not asked"


def test_the_cost_does_not_grow_with_the_pictures(clinic_a, ana):
    case = whole_case(clinic_a, ana)
    with CaptureQueriesContext(connection) as three:
        printed(case, ana)
    for number in range(4, 8):
        done(drawn_image(case, number))
    with CaptureQueriesContext(connection) as seven:
        printed(case, ana)
    assert len(seven) == len(three)
