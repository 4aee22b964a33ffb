"""A signature locks, and says what it rests on."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import AuditEvent
from cases.draft_fingerprint import fingerprint
from cases.services.save_draft import save_draft
from cases.services.sign_review import sign_review
from tests.factories import (
    AnalysisFactory,
    CaseFactory,
    DoneAnalysisFactory,
    LesionImageFactory,
    PredictionFactory,
    ReviewFactory,
)


@pytest.fixture
def case(ana):
    """A case of Ana's clinic."""
    return CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)


def result(case, verdict="suspicious", probability=0.65):
    """A picture with a result."""
    unsure = {"uncertainty": 0.9} if verdict == "needs_a_person" else {}
    prediction = PredictionFactory(verdict=verdict, malignant_probability=probability, **unsure)
    return DoneAnalysisFactory(image=LesionImageFactory(case=case), prediction=prediction)


def test_bo_signs_what_ana_wrote(case, ana, bo):
    analysis = result(case, "likely_benign", 0.1)
    draft = ReviewFactory(case=case, author=ana)

    signed = sign_review(review=draft, by=bo)

    signed.refresh_from_db()
    assert (signed.author, signed.signed_by) == (ana, bo)
    assert signed.signed_at
    assert (signed.agreement, signed.analysis, signed.follow_up_due_on) == ("agrees", analysis, None)
    event = AuditEvent.objects.get(act="review.signed")
    assert (event.object_id, event.user_id, event.clinic_id) == (signed.pk, bo.pk, ana.clinic_id)
    assert event.detail == {"version": 1, "agreement": "agrees", "analysis": analysis.pk, "unfinished_pictures": 0}


def test_the_due_day_is_that_many_weeks_from_the_signature(case, ana):
    signed = sign_review(review=ReviewFactory(case=case, management="follow_up", follow_up_weeks=12), by=ana)

    assert signed.follow_up_due_on == timezone.localdate() + timedelta(days=84)


def test_nobody_signs_twice_or_changes_it_afterwards(case, ana, bo):
    draft = ReviewFactory(case=case)
    first = sign_review(review=draft, by=ana)

    for act in (lambda: sign_review(review=draft, by=bo), lambda: save_draft(case=case, by=bo, diagnosis="mel")):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert refusal.value.code == "signed"
    first.refresh_from_db()
    assert (first.signed_by, first.diagnosis) == (ana, "nv")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"diagnosis": ""}, "diagnosis"),
        ({"management": ""}, "management"),
        ({"management": "follow_up"}, "follow_up_weeks"),
        ({"diagnosis": "other", "notes": " "}, "notes"),
    ],
)
def test_a_signed_review_is_complete(case, ana, changes, missing):
    draft = ReviewFactory(case=case, **changes)

    with pytest.raises(ValidationError) as refusal:
        sign_review(review=draft, by=ana)
    assert list(refusal.value.error_dict) == [missing]
    draft.refresh_from_db()
    assert draft.signed_at is None
    assert not AuditEvent.objects.filter(act="review.signed").exists()


def test_disagreement_asks_for_a_reason(case, ana):
    result(case)
    draft = ReviewFactory(case=case)

    with pytest.raises(ValidationError) as refusal:
        sign_review(review=draft, by=ana)
    assert list(refusal.value.error_dict) == ["override_reason"]
    save_draft(case=case, by=ana, override_reason="touch")
    signed = sign_review(review=draft, by=ana)

    assert (signed.agreement, signed.override_reason) == ("disagrees", "touch")


def test_another_reason_is_said_in_the_notes(case, ana):
    result(case)
    draft = ReviewFactory(case=case, override_reason="other")

    with pytest.raises(ValidationError) as refusal:
        sign_review(review=draft, by=ana)
    assert list(refusal.value.error_dict) == ["notes"]


def test_a_reason_that_is_not_needed_is_dropped(case, ana):
    result(case, "likely_benign", 0.1)

    assert sign_review(review=ReviewFactory(case=case, override_reason="touch"), by=ana).override_reason == ""


def test_weeks_of_a_plan_that_was_changed_are_dropped(case, ana):
    signed = sign_review(review=ReviewFactory(case=case, management="dismiss", follow_up_weeks=12), by=ana)

    assert (signed.follow_up_weeks, signed.follow_up_due_on) == (None, None)


@pytest.mark.parametrize("verdict", [None, "needs_a_person"])
def test_no_sure_result_is_no_agreement(case, ana, verdict):
    analysis = verdict and result(case, verdict, 0.2)

    signed = sign_review(review=ReviewFactory(case=case), by=ana)

    assert (signed.agreement, signed.analysis) == ("no_result", analysis)


def test_the_most_worrying_picture_speaks(case, ana):
    result(case, "likely_benign", 0.29)
    worst = result(case, "suspicious", 0.31)
    result(case, "needs_a_person", 0.9)
    replaced = result(case, "suspicious", 0.99)
    AnalysisFactory(image=replaced.image, state="failed", reason_code="crash", reason="x", finished_at=timezone.now())

    signed = sign_review(review=ReviewFactory(case=case, management="excise"), by=ana)

    assert signed.analysis == worst


def test_running_analyses_do_not_stand_in_the_way_and_are_counted(case, ana):
    AnalysisFactory(image=LesionImageFactory(case=case))

    sign_review(review=ReviewFactory(case=case), by=ana)

    assert AuditEvent.objects.get(act="review.signed").detail["unfinished_pictures"] == 1


def test_what_was_not_seen_is_not_signed(case, ana, bo):
    draft = ReviewFactory(case=case, management="excise")
    before_the_result = fingerprint(draft)
    analysis = result(case)
    with_the_result = fingerprint(draft, analysis)

    with pytest.raises(ValidationError) as refusal:
        sign_review(review=draft, seen=before_the_result, by=ana)
    assert refusal.value.code == "changed_meanwhile"
    save_draft(case=case, by=bo, notes="wait")
    with pytest.raises(ValidationError) as refusal:
        sign_review(review=draft, seen=with_the_result, by=ana)
    assert refusal.value.code == "changed_meanwhile"

    draft.refresh_from_db()
    assert sign_review(review=draft, seen=fingerprint(draft, analysis), by=ana).signed_by == ana


def test_the_impression_comes_first(case, ana):
    ana.clinic.impression_first = True
    ana.clinic.save()

    with pytest.raises(ValidationError) as refusal:
        sign_review(review=ReviewFactory(case=case), by=ana)
    assert refusal.value.code == "impression_first"
