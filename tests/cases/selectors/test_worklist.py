"""The lists beside those of histology and follow-up: needs a person, whose, by which risk, in which order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, Review
from cases.selectors import WORKLISTS, of_person, with_counts, worklist, worklist_counts, worklist_rows
from cases.selectors.risk_at_a_glance import judged_as
from tests.cases.test_selectors import analysis, picture
from tests.factories import (
    CaseFactory,
    DoneAnalysisFactory,
    LesionFactory,
    PatientFactory,
    PredictionFactory,
    SignedReviewFactory,
)

pytestmark = pytest.mark.django_db
VERDICTS = ("suspicious", "needs_a_person", "likely_benign", "no_result")


def judged(verdict: str, probability: float = 0.5, *, case: Case | None = None) -> Case:
    """A case with a picture whose result says so."""
    uncertainty = 0.9 if verdict == "needs_a_person" else 0.1
    threshold = 0.3 if verdict == "suspicious" else 0.9
    prediction = PredictionFactory(
        verdict=verdict, malignant_probability=probability, uncertainty=uncertainty, threshold=threshold
    )
    image = picture(case or CaseFactory())
    DoneAnalysisFactory(image=image, segmentation__mask="m.png", prediction=prediction)
    return image.case


def on(code: str, **how) -> list[Case]:
    """The cases on a list, in its order."""
    return list(worklist(Case.objects.all(), code, **how))


def test_unsure_and_refused_pictures_need_a_person_until_somebody_signs():
    unsure, refused, sure = judged("needs_a_person"), CaseFactory(), judged("suspicious")
    picture(refused, "rejected")
    assert on("needs_a_person") == [unsure, refused]
    for case in (unsure, refused, sure):
        SignedReviewFactory(case=case)
    assert on("needs_a_person") == []
    Review.objects.create(case=unsure, version=2, author=unsure.opened_by, amendment_reason="Seen again")
    assert on("needs_a_person") == [unsure], "an amendment has begun, so the case is open again"


def test_only_the_latest_run_needs_a_person():
    case = judged("needs_a_person")
    analysis(case.images.get(), "queued")
    assert on("needs_a_person") == []


def test_a_result_that_waits_for_an_impression_is_given_away_by_no_list_filter_or_order(clinic_a, ana):
    clinic_a.impression_first = True
    clinic_a.save()
    hidden, seen, refused = (CaseFactory(lesion__patient__clinic=clinic_a) for _ in range(3))
    for case in (hidden, seen):
        judged("needs_a_person", 0.9, case=case)
    picture(refused, "rejected")
    Review.objects.create(
        case=seen,
        author=ana,
        impression="nv",
        impression_confidence="low",
        impression_plan="dismiss",
        impression_at=timezone.now(),
    )
    assert on("needs_a_person") == [seen, refused]
    assert on("to_review", sort="risk") == [seen, hidden, refused]
    for many in (False, True):
        verdicts = {verdict: list(judged_as(Case.objects.all(), verdict, many=many)) for verdict in VERDICTS}
        assert verdicts == dict.fromkeys(VERDICTS, []) | {"needs_a_person": [seen], "no_result": [refused]}


@pytest.mark.parametrize("many", [False, True])
def test_the_risk_of_a_case_is_its_most_worrying_result(many):
    worst = judged("likely_benign", 0.1)
    judged("needs_a_person", case=worst)
    judged("suspicious", case=worst)
    unsure = judged("needs_a_person")
    judged("likely_benign", 0.1, case=unsure)
    benign, none, again = judged("likely_benign", 0.1), CaseFactory(), judged("suspicious")
    analysis(again.images.get(), "rejected")
    found = {verdict: set(judged_as(Case.objects.all(), verdict, many=many)) for verdict in VERDICTS}
    assert found == {
        "suspicious": {worst},
        "needs_a_person": {unsure},
        "likely_benign": {benign},
        "no_result": {none, again},
    }


def test_by_risk_the_verdict_comes_first_then_the_probability_and_no_result_last():
    benign, unsure, low, high = (
        judged("likely_benign", 0.8),
        judged("needs_a_person", 0.99),
        judged("suspicious", 0.35),
        judged("suspicious", 0.9),
    )
    none = CaseFactory()
    picture(none, "rejected")
    assert on("to_review", sort="risk") == [high, low, unsure, benign, none]


def test_the_longest_wait_comes_first(clinic_a):
    cases = [CaseFactory(lesion__patient__clinic=clinic_a) for _ in range(3)]
    for case, days in zip(cases, (5, 30, 10), strict=True):
        SignedReviewFactory(case=case, management="excise", signed_at=timezone.now() - timedelta(days=days))
    assert on("awaiting_histology") == [cases[1], cases[2], cases[0]]


def test_mine_is_what_i_opened_reviewed_or_signed(ana, bo):
    opened, drafted, signed, _other = CaseFactory(opened_by=ana), *(CaseFactory(opened_by=bo) for _ in range(3))
    Review.objects.create(case=drafted, author=ana)
    SignedReviewFactory(case=signed, author=bo, signed_by=ana)
    assert set(of_person(Case.objects.all(), ana)) == {opened, drafted, signed}


def test_rows_keep_the_order_and_the_border(ana, clinic_a, cy, django_assert_num_queries):
    cases = [CaseFactory(lesion__patient__clinic=clinic_a) for _ in range(3)]
    for case in cases:
        picture(case, "done")
    ids = [cases[1].pk, cases[2].pk, cases[0].pk]
    with django_assert_num_queries(3):
        rows = worklist_rows(ana, ids)
        assert [row.images.all()[0].latest_analyses[0].prediction.verdict for row in rows] == ["suspicious"] * 3
    assert [row.pk for row in rows] == ids
    assert worklist_rows(cy, ids) == []


def test_counts_agree_with_the_lists(clinic_a):
    picture(CaseFactory(), "rejected")
    picture(CaseFactory(), "failed")
    SignedReviewFactory(management="excise")
    counts = worklist_counts(Case.objects.all())
    assert counts == {code: len(on(code)) for code in WORKLISTS}
    assert counts["needs_a_person"] == counts["failed"] == counts["awaiting_histology"] == 1


def test_patients_with_their_lesions_and_last_case(clinic_a):
    patient, nobody = PatientFactory(clinic=clinic_a), PatientFactory(clinic=clinic_a)
    lesion, _ = LesionFactory(patient=patient), LesionFactory(patient=patient)
    last = [CaseFactory(lesion=lesion) for _ in range(2)][1]
    found = {row.pk: (row.lesion_count, row.last_seen) for row in with_counts(type(patient).objects.all())}
    assert found == {patient.pk: (2, last.opened_at), nobody.pk: (0, None)}
