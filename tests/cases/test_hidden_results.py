"""A clinic may ask for the impression first: until then no query gives the result away."""

import pytest
from django.utils import timezone

from cases.selectors import (
    analyses_visible_to,
    cases_visible_to,
    images_visible_to,
    is_hidden,
    speaking_analysis,
    with_latest_analysis,
    with_state,
)
from cases.views.presenters.risk import present_case
from tests.factories import AnalysisFactory, CaseFactory, DoneAnalysisFactory, LesionImageFactory, ReviewFactory

IMPRESSION = {
    "impression": "nv",
    "impression_confidence": "low",
    "impression_plan": "dismiss",
    "impression_at": timezone.now(),
}


@pytest.fixture
def case(ana):
    """A case of a clinic that asks first."""
    ana.clinic.impression_first = True
    ana.clinic.save()
    return CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)


@pytest.fixture
def done(case):
    """Its result."""
    return DoneAnalysisFactory(image=LesionImageFactory(case=case))


def stated(case, user):
    """The case as the lists have it."""
    return with_state(cases_visible_to(user)).get(pk=case.pk)


def latest(user, **options):
    """The latest analysis of the only picture."""
    return with_latest_analysis(images_visible_to(user), **options).get().latest_analysis


def test_nothing_is_given_away(case, done, ana):
    assert not analyses_visible_to(ana).exists()
    assert latest(ana) is None
    assert speaking_analysis(case) is None
    shown = stated(case, ana)
    assert shown.results_hidden
    assert (shown.highest_malignant_probability, shown.needs_a_person) == (None, False)


def test_who_asks_for_hidden_ones_too_gets_them_marked(done, ana):
    assert analyses_visible_to(ana, hidden_too=True).get().result_hidden
    assert latest(ana, hidden_too=True).result_hidden
    assert is_hidden(done)


@pytest.mark.parametrize(
    "lifted",
    [
        lambda case: ReviewFactory(case=case, **IMPRESSION),
        lambda case: ReviewFactory(
            case=case, signed_at=timezone.now(), signed_by=case.opened_by, agreement="no_result"
        ),  # the clinic began to ask after that
    ],
    ids=["an impression", "a signature"],
)
def test_what_lifts_it(case, done, ana, lifted):
    lifted(case)

    assert analyses_visible_to(ana).get() == latest(ana) == speaking_analysis(case) == done
    assert not analyses_visible_to(ana, hidden_too=True).get().result_hidden
    shown = stated(case, ana)
    assert (shown.results_hidden, shown.highest_malignant_probability) == (False, 0.65)


def test_a_draft_without_an_impression_does_not(case, done, ana):
    ReviewFactory(case=case)

    assert not analyses_visible_to(ana).exists()


def test_the_impression_of_another_case_does_not(case, done, ana):
    ReviewFactory(case=CaseFactory(lesion=case.lesion, opened_by=ana), **IMPRESSION)

    assert not analyses_visible_to(ana).exists()


def test_a_clinic_that_does_not_ask_hides_nothing(case, done, ana):
    ana.clinic.impression_first = False
    ana.clinic.save()

    assert analyses_visible_to(ana).get() == done
    assert not stated(case, ana).results_hidden
    assert not is_hidden(done)


def test_what_is_no_result_shows(case, ana):
    rejected = AnalysisFactory(
        image=LesionImageFactory(case=case),
        state="rejected",
        reason_code="too_dark",
        reason="Too dark.",
        finished_at=timezone.now(),
    )

    assert analyses_visible_to(ana).get() == latest(ana) == rejected
    assert not stated(case, ana).results_hidden


def test_the_glance_says_why_there_is_no_risk(case, done, ana):
    shown = stated(case, ana)
    shown._prefetched_objects_cache = {"images": list(with_latest_analysis(shown.images.all()))}

    glance = present_case(shown)

    assert glance.risk.hidden
    assert (glance.risk.words, glance.risk.percent, glance.risk.verdict) == ("Hidden until your impression", "", "")
