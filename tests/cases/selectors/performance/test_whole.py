"""Everything at once: overrides, pictures, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.selectors.performance import classifiers, performance_of
from tests.cases.loop_rows import histology, signed
from tests.cases.performance_rows import judged, lesions, picture
from tests.factories import CaseFactory, ClassifierFactory, SegmenterFactory, UserFactory


@pytest.fixture
def classifier(db):
    """The version that is judged."""
    return ClassifierFactory()


def decided(ana, agreement: str, reason: str = "", **fields):
    """A case whose signed review says so about its result."""
    case = CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)
    analysis = judged(picture(case), "suspicious", **fields)
    return signed(case, analysis=analysis, agreement=agreement, override_reason=reason)


def test_overrides_are_the_decisions_that_disagree(ana, cy, classifier):
    for _ in range(15):
        decided(ana, "agrees")
    for reason in ("touch", "history", "touch", "wish", "touch"):
        decided(ana, "disagrees", reason)
    decided(ana, "no_result")
    decided(ana, "disagrees", "touch", classifier=ClassifierFactory(version="classifier-other", active=False))

    found = performance_of(ana, classifier, "reviews").overrides

    assert (found.rate.hits, found.rate.n, found.rate.value) == (5, 20, 0.25)
    assert [(reason.code, reason.count) for reason in found.reasons] == [("touch", 3), ("history", 1), ("wish", 1)]
    assert "the eye or the hand" in found.reasons[0].words
    assert performance_of(cy, classifier, "reviews").overrides.rate.n == 0


def test_only_the_decision_that_holds_counts(ana, classifier):
    first = decided(ana, "disagrees", "touch")
    signed(first.case, analysis=first.analysis, agreement="agrees")

    assert (performance_of(ana, classifier, "reviews").overrides.rate.hits) == 0


def test_every_picture_counts_once(ana, classifier):
    case = CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)
    for outcome in ("suspicious", "likely_benign", "needs_a_person", "refused", "refused", "failed"):
        judged(picture(case), outcome)
    overruled = picture(case)
    judged(overruled, "refused")
    judged(overruled, "needs_a_person", anyway=True)

    found = performance_of(ana, classifier, "histology").pictures

    assert (found.n, found.results, found.anyway) == (6, 4, 1)
    assert (found.refused.hits, found.refused.n) == (2, 6)
    assert (found.needs_a_person.hits, found.needs_a_person.n) == (2, 4)
    assert [(refusal.code, refusal.words, refusal.count) for refusal in found.refusals] == [
        ("too_blurred", "Too blurred.", 2)
    ]


def test_what_was_not_analysed_is_said(ana, classifier):
    lesions(3, ana, "mel", "suspicious")
    lesions(2, ana, "nv", "failed")
    histology(CaseFactory(lesion__patient__clinic=ana.clinic).lesion, by=ana)

    found = performance_of(ana, classifier, "histology")

    assert (found.figures.n, found.with_truth, found.not_analysed) == (3, 6, 3)


def test_results_analysed_anyway_are_counted_and_said(ana, classifier):
    case = CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)
    judged(picture(case), "suspicious", anyway=True)
    histology(case.lesion, by=ana, case=case)

    found = performance_of(ana, classifier, "histology")

    assert (found.figures.n, found.anyway) == (1, 1)


def test_the_version_in_use_is_asked_for_first(db):
    old = ClassifierFactory(version="classifier-1", active=False)
    active = ClassifierFactory(version="classifier-2")
    new = ClassifierFactory(version="classifier-3", active=False)
    SegmenterFactory()

    assert classifiers(UserFactory(role="admin")) == [active, new, old]


@pytest.mark.parametrize("against", ["histology", "reviews"])
def test_as_many_queries_for_three_lesions_as_for_thirty(against, ana, classifier):
    counts = []
    for count in (3, 27):
        lesions(count, ana, "mel", "suspicious", against=against)
        with CaptureQueriesContext(connection) as queries:
            found = performance_of(ana, classifier, against)
        counts.append(len(queries))

    assert found.figures.n == 30
    assert counts == [5, 5]


def test_the_last_week_is_this_one(ana, classifier):
    weeks = performance_of(ana, classifier, "histology").drift.weeks

    assert timedelta(0) <= timezone.localdate() - weeks[-1].start < timedelta(days=7)
