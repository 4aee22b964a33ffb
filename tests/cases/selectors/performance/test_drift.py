"""Weeks, bins and means, against a table made by hand."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from cases.models import LesionImage
from cases.selectors.performance.drift import WEEKS, drift
from tests.cases.performance_rows import judged, picture
from tests.factories import CaseFactory, ClassifierFactory

WEDNESDAY = date(2026, 3, 4)
MONDAY = date(2026, 3, 2)


@pytest.fixture
def classifier(db):
    """The version that is judged."""
    return ClassifierFactory()


@pytest.fixture
def case(clinic_a, ana):
    """A case of clinic A."""
    return CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)


def seen(case, day: date, outcome: str = "likely_benign", hour: int = 12, **fields):
    """A picture received on that day, and what became of it."""
    image = picture(case)
    at = timezone.make_aware(datetime(day.year, day.month, day.day, hour))
    LesionImage.objects.filter(pk=image.pk).update(received_at=at)
    return judged(image, outcome, **fields)


def test_26_weeks_from_monday_to_monday(ana, classifier):
    found = drift(ana, classifier, today=WEDNESDAY)

    assert len(found.weeks) == WEEKS == 26
    assert (found.weeks[-1].start, found.weeks[0].start) == (MONDAY, MONDAY - timedelta(weeks=25))
    assert [week.n for week in found.weeks] == [0] * 26


def test_a_picture_counts_in_the_week_it_was_received(case, ana, classifier):
    seen(case, MONDAY, hour=0)
    seen(case, MONDAY - timedelta(days=1), hour=23)
    seen(case, MONDAY - timedelta(weeks=25), hour=0)
    seen(case, MONDAY - timedelta(weeks=25, days=1), hour=23)  # too old

    found = drift(ana, classifier, today=WEDNESDAY)

    assert {place: week.n for place, week in enumerate(found.weeks) if week.n} == {0: 1, 24: 1, 25: 1}


def test_refused_of_all_and_unsure_of_the_results(case, ana, classifier):
    for _ in range(18):
        seen(case, MONDAY)
    for outcome in ("refused", "refused", "refused", "needs_a_person", "needs_a_person", "failed"):
        seen(case, MONDAY, outcome)

    week = drift(ana, classifier, today=WEDNESDAY).weeks[-1]

    assert week.n == 23  # what failed is neither
    assert (week.refused.hits, week.refused.n) == (3, 23)
    assert (week.needs_a_person.hits, week.needs_a_person.n, week.needs_a_person.value) == (2, 20, 0.1)


def test_scores_in_tenths_the_mean_from_twenty_on(case, ana, classifier):
    for score in [0.0, 0.05, 0.1, 0.29]:
        seen(case, MONDAY, score=score)
    seen(case, MONDAY, "suspicious", score=1.0)
    found = drift(ana, classifier, today=WEDNESDAY).distributions[0]
    assert (found.name, found.edges[0], found.edges[-1]) == ("malignant_probability", 0.0, 1.0)
    assert found.counts[-1] == [2, 1, 1, 0, 0, 0, 0, 0, 0, 1]
    assert found.means[-1] is None

    for _ in range(15):
        seen(case, MONDAY, score=0.2)

    found = drift(ana, classifier, today=WEDNESDAY).distributions[0]
    assert (found.totals[-1], found.counts[-1][2]) == (20, 16)
    assert found.means[-1] == pytest.approx((0.0 + 0.05 + 0.1 + 0.29 + 1.0 + 15 * 0.2) / 20)


def test_quality_in_bins_and_pictures_that_were_not_measured_in_none(case, ana, classifier):
    for sharpness in [11.9, 12.0, 17.9, 18.0, 900.0]:
        quality = {"brightness": 255.0, "contrast": 32.0, "sharpness": sharpness}
        seen(case, MONDAY, prediction__quality=quality)
    seen(case, MONDAY)  # a version that measured nothing

    found = {each.name: each for each in drift(ana, classifier, today=WEDNESDAY).distributions}

    assert found["sharpness"].edges == (0, 12, 18, 27, 40, 61, 91, 137, None)
    assert found["sharpness"].counts[-1] == [1, 2, 1, 0, 0, 0, 0, 1]
    assert found["brightness"].counts[-1] == [0] * 7 + [5]
    assert found["contrast"].counts[-1] == [0, 5, 0, 0, 0, 0, 0, 0]
    assert found["malignant_probability"].totals[-1] == 6


def test_another_version_another_clinic_and_drawn_pictures_are_left_out(case, ana, cy, classifier):
    seen(case, MONDAY, classifier=ClassifierFactory(version="classifier-other", active=False))
    LesionImage.objects.update(synthetic=True)
    judged(LesionImage.objects.get(), "likely_benign")
    assert sum(week.n for week in drift(ana, classifier, today=WEDNESDAY).weeks) == 0

    seen(case, MONDAY)

    assert sum(week.n for week in drift(ana, classifier, today=WEDNESDAY).weeks) == 1
    assert sum(week.n for week in drift(cy, classifier, today=WEDNESDAY).weeks) == 0


def test_a_picture_analysed_twice_counts_once(case, ana, classifier):
    again = seen(case, MONDAY, "refused")
    judged(again.image, "suspicious", anyway=True)

    week = drift(ana, classifier, today=WEDNESDAY).weeks[-1]

    assert (week.n, week.refused.hits) == (1, 0)
