"""The impression comes once, and before the result."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from cases.models import Review
from cases.selectors import analyses_visible_to, wants_impression
from cases.services.record_impression import record_impression
from tests.factories import CaseFactory, DoneAnalysisFactory, LesionImageFactory, ReviewFactory

GIVEN = {"diagnosis": "nv", "confidence": "medium", "plan": "follow_up"}


@pytest.fixture
def case(ana):
    """A case of a clinic that asks for the impression first."""
    ana.clinic.impression_first = True
    ana.clinic.save()
    return CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)


def test_a_draft_with_the_impression_and_the_result_shows(case, ana):
    analysis = DoneAnalysisFactory(image=LesionImageFactory(case=case))
    assert not analyses_visible_to(ana).exists()

    review = record_impression(case=case, by=ana, **GIVEN)

    assert (review.impression, review.impression_confidence, review.impression_plan) == ("nv", "medium", "follow_up")
    assert review.impression_at
    assert review.signed_at is None
    assert review.author == ana
    assert list(analyses_visible_to(ana)) == [analysis]
    event = AuditEvent.objects.get(act="impression.recorded")
    assert (event.object_id, event.user_id, event.clinic_id) == (review.pk, ana.pk, ana.clinic_id)
    assert "nv" not in str(event.detail)


def test_it_is_never_changed(case, ana, bo):
    record_impression(case=case, by=ana, **GIVEN)

    for somebody in (ana, bo):
        with pytest.raises(ValidationError) as refusal:
            record_impression(case=case, by=somebody, **GIVEN | {"diagnosis": "mel"})
        assert refusal.value.code == "impression_not_wanted"
    assert Review.objects.get().impression == "nv"


def test_not_where_the_clinic_does_not_ask(ana):
    case = CaseFactory(lesion__patient__clinic=ana.clinic)

    with pytest.raises(ValidationError) as refusal:
        record_impression(case=case, by=ana, **GIVEN)
    assert refusal.value.code == "impression_not_wanted"


@pytest.mark.parametrize("missing", list(GIVEN))
def test_it_is_whole(case, ana, missing):
    with pytest.raises(ValidationError) as refusal:
        record_impression(case=case, by=ana, **GIVEN | {missing: ""})
    assert len(refusal.value.error_dict) == 1
    assert wants_impression(case)


@pytest.mark.parametrize(("part", "value"), [("diagnosis", "wart"), ("confidence", "sure"), ("plan", "pray")])
def test_it_says_what_is_known(case, ana, part, value):
    with pytest.raises(ValidationError):
        record_impression(case=case, by=ana, **GIVEN | {part: value})
    assert not AuditEvent.objects.filter(act="impression.recorded").exists()


def test_a_draft_from_before_goes_on_under_the_name_of_who_has_the_impression(case, ana, bo):
    draft = ReviewFactory(case=case, author=ana)

    review = record_impression(case=case, by=bo, **GIVEN)

    assert (review.pk, review.author) == (draft.pk, bo)
