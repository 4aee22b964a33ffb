"""A lesion's page."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis.models import Segmentation
from cases.models import Case, Pathology, Review
from tests.cases.views.conftest import count_queries
from tests.factories import (
    AnalysisFactory,
    CaseFactory,
    ClassifierFactory,
    DoneAnalysisFactory,
    LesionImageFactory,
    PredictionFactory,
    SegmentationFactory,
)

MEASURED = {"area_px": 1000.0, "longest_diameter_px": 40.0, "equivalent_diameter_px": 35.0}


def page(lesion) -> str:
    """Its address."""
    return reverse("cases:lesion", args=[lesion.pk])


def read(browser, lesion) -> str:
    """Its HTML, with ordinary spaces."""
    html = browser.get(page(lesion)).content.decode()
    return re.sub(r"[\s\u00a0\u202f]+", " ", html)


def signed(case, by, moment, **fields) -> Review:
    """A decision that nobody can change any more."""
    wanted = {"diagnosis": "nv", "management": "dismiss", "agreement": "no_result"} | fields
    return Review.objects.create(case=case, author=by, signed_by=by, signed_at=moment, **wanted)


@pytest.fixture
def two_visits(lesion, ana):
    """Half a year apart, one picture each; the first measured 4.0 mm, the second 5.0."""
    pictures = []
    for month, scale in ((5, 0.1), (11, 0.125)):
        taken = datetime(2025, month, 4, 12, tzinfo=UTC)
        case = CaseFactory(lesion=lesion, opened_by=ana)
        image = LesionImageFactory(case=case, taken_at=taken, mm_per_pixel=scale)
        DoneAnalysisFactory(image=image, segmentation__measurements=MEASURED)
        pictures.append(image)
    return pictures


def test_visits_from_the_oldest_to_the_newest_with_their_pictures(browser, lesion):
    old, new = CaseFactory(lesion=lesion, reason="First visit"), CaseFactory(lesion=lesion, reason="Second visit")
    Case.objects.filter(pk=old.pk).update(opened_at=timezone.now() - timedelta(days=400))
    pictures = [LesionImageFactory(case=new), LesionImageFactory(case=new)]

    html = read(browser, lesion)

    assert re.findall(r'class="visit__link" href="/cases/(\d+)/"', html) == [str(old.pk), str(new.pk)]
    for picture in pictures:
        assert reverse("cases:image_file", args=[picture.pk, "thumbnail"]) in html


def test_without_cases_the_page_says_what_comes_next(browser, lesion):
    html = read(browser, lesion)

    assert "Open a case for today" in html
    assert reverse("cases:open_case", args=[lesion.pk]) in html
    assert "Nothing to compare yet" not in html


def test_with_one_picture_it_says_what_makes_a_comparison(browser, lesion):
    LesionImageFactory(case=CaseFactory(lesion=lesion))

    html = read(browser, lesion)

    assert "the next visit makes a comparison" in html
    assert "data-choose-pair" not in html


def test_two_overviews_are_not_compared_by_default(browser, lesion):
    LesionImageFactory.create_batch(2, case=CaseFactory(lesion=lesion), image_type="overview")

    html = read(browser, lesion)

    assert "There are not two dermoscopic pictures" in html
    assert "data-pick=" not in html


def test_how_it_stands_size_risk_and_growth(browser, lesion, two_visits):
    html = read(browser, lesion)

    assert "5.0 mm" in html
    assert "Change in 184 days" in html
    assert "+1.0 mm (+25%)" in html
    assert html.count("65.0%") >= 2
    assert "unknown scale" not in html


def test_an_unknown_scale_is_said_and_no_growth_is_shown(browser, lesion, two_visits):
    two_visits[1].mm_per_pixel = None
    two_visits[1].save()

    html = read(browser, lesion)

    assert "40 px" in html
    assert "unknown scale" in html
    assert "+1.0 mm" not in html


def test_each_date_says_whether_the_picture_was_taken_or_received_then(browser, lesion):
    case = CaseFactory(lesion=lesion)
    LesionImageFactory(case=case, taken_at=datetime(2025, 5, 4, tzinfo=UTC))
    LesionImageFactory(case=case)

    html = read(browser, lesion)

    assert '<span class="rows__sub">taken</span>' in html
    assert "added; when it was taken is not known" in html


def test_decisions_and_histology_are_marks_in_their_place(browser, lesion, two_visits, ana):
    signed(two_visits[0].case, ana, datetime(2025, 6, 1, tzinfo=UTC), diagnosis="bkl")
    Pathology.objects.create(
        lesion=lesion, diagnosis="mel", breslow_mm=0.4, reported_on=date(2025, 12, 1), entered_by=ana
    )

    html = read(browser, lesion)

    stops = re.findall(r"course__stop--(\w+)", html)
    assert stops == ["visit", "decision", "visit", "histology"]
    assert "Benign keratosis" in html
    assert "Breslow 0.4 mm" in html
    assert "by Ana Alvarez" in html


def test_drafts_and_withdrawn_histology_are_no_marks(browser, lesion, two_visits, ana):
    Review.objects.create(case=two_visits[0].case, author=ana, diagnosis="mel")
    Pathology.objects.create(
        lesion=lesion,
        diagnosis="mel",
        reported_on=date(2025, 12, 1),
        entered_by=ana,
        withdrawn_at=timezone.now(),
        withdrawn_by=ana,
        withdrawn_reason="Another patient's",
    )

    html = read(browser, lesion)

    assert set(re.findall(r"course__stop--(\w+)", html)) == {"visit"}
    assert "mark__says" not in html


def test_a_decision_between_two_pictures_of_one_case_stands_between_them(browser, lesion, ana):
    case = CaseFactory(lesion=lesion)
    for month in (3, 5):
        LesionImageFactory(case=case, taken_at=datetime(2025, month, 1, tzinfo=UTC))
    signed(case, ana, datetime(2025, 4, 1, tzinfo=UTC))

    assert re.findall(r"course__stop--(\w+)", read(browser, lesion)) == ["visit", "decision", "visit"]


@pytest.mark.parametrize("state", ["queued", "rejected", "needs_a_person"])
def test_without_a_speaking_result_no_number_is_shown(browser, lesion, state):
    image = LesionImageFactory(case=CaseFactory(lesion=lesion))
    if state == "needs_a_person":
        DoneAnalysisFactory(image=image, prediction=PredictionFactory(uncertainty=0.9, verdict="needs_a_person"))
    elif state == "rejected":
        AnalysisFactory(
            image=image, state="rejected", reason_code="too_dark", reason="Too dark.", finished_at=timezone.now()
        )
    else:
        AnalysisFactory(image=image)

    html = read(browser, lesion)

    assert f"chip--{state}" in html
    assert "risk__percent" not in html
    assert "Malignant probability" not in html


def test_other_model_versions_are_marked_and_said(browser, lesion, two_visits):
    assert "not comparable" not in read(browser, lesion)
    DoneAnalysisFactory(image=two_visits[1], classifier=ClassifierFactory(version="classifier-2", active=False))

    html = read(browser, lesion)

    assert 'class="plot__break"' in html
    assert "Probabilities of different versions are not comparable" in html


def test_the_newest_outline_that_a_person_drew_counts(browser, lesion, two_visits, bo):
    for diameter in (90.0, 80.0):
        SegmentationFactory(image=two_visits[1], drawn_by=bo, measurements=MEASURED | {"longest_diameter_px": diameter})
    assert Segmentation.objects.count() == 4

    html = read(browser, lesion)

    assert "10.0 mm" in html  # 80 px of 0.125 mm
    assert "outline drawn by a person" in html


def test_queries_do_not_grow_with_the_cases(browser, lesion, ana):
    def add(count: int) -> None:
        for _ in range(count):
            case = CaseFactory(lesion=lesion)
            image = LesionImageFactory(case=case)
            DoneAnalysisFactory(image=image)
            SegmentationFactory(image=image, drawn_by=ana)
            signed(case, ana, timezone.now())
            Pathology.objects.create(lesion=lesion, diagnosis="nv", reported_on=date(2026, 1, 1), entered_by=ana)

    add(3)
    few = count_queries(browser, page(lesion))
    add(12)

    assert count_queries(browser, page(lesion)) == few
