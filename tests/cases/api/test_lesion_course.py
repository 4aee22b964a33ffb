"""/api/lesions/<id>/timeline/ and /compare/: the numbers of the pages."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.api.example_of_comparison import COMPARISON
from cases.models import Pathology, Review
from tests.factories import (
    CaseFactory,
    DoneAnalysisFactory,
    LesionFactory,
    LesionImageFactory,
    PredictionFactory,
    SegmentationFactory,
)

MEASURED = {"area_px": 1000.0, "longest_diameter_px": 40.0, "equivalent_diameter_px": 35.7, "colours": ["red"]}


@pytest.fixture
def lesion(clinic_a):
    """Of clinic A."""
    return LesionFactory(patient__clinic=clinic_a)


def add(lesion, month: int, *, measured=(), **fields):
    """A picture of that month in 2025, in a case of its own, analysed."""
    image = LesionImageFactory(
        case=CaseFactory(lesion=lesion), taken_at=datetime(2025, month, 1, 12, tzinfo=UTC), **fields
    )
    DoneAnalysisFactory(image=image, segmentation__measurements=MEASURED | dict(measured))
    return image


def timeline(client, lesion) -> dict:
    """The answer."""
    return client.get(reverse("api-lesion-timeline", args=[lesion.pk])).json()


def compare(client, lesion, **query):
    """The response."""
    return client.get(reverse("api-lesion-compare", args=[lesion.pk]), query)


def test_the_timeline_has_pictures_decisions_and_histology_oldest_first(as_ana, lesion, ana):
    late, early = add(lesion, 3, mm_per_pixel=0.1), add(lesion, 1)
    Review.objects.create(
        case=early.case,
        author=ana,
        diagnosis="nv",
        management="dismiss",
        agreement="no_result",
        signed_by=ana,
        signed_at=timezone.now(),
    )
    Review.objects.create(case=late.case, author=ana, diagnosis="mel")
    Pathology.objects.create(lesion=lesion, diagnosis="mel", reported_on=date(2025, 4, 1), entered_by=ana)

    body = timeline(as_ana, lesion)

    assert [picture["image"] for picture in body["pictures"]] == [early.pk, late.pk]
    unscaled, scaled = body["pictures"]
    assert scaled["measures"]["longest_diameter"] == {"number": 4.0, "unit": "mm"}
    assert unscaled["measures"]["longest_diameter"] == {"number": 40.0, "unit": "px"}
    assert scaled["malignant_probability"] == 0.65
    assert scaled["model_versions"] == {"segmenter": "segmenter-test", "classifier": "classifier-test"}
    assert (scaled["dated"], scaled["outlined_by"], scaled["colours"]) == ("taken", "machine", ["red"])
    assert [decision["diagnosis"] for decision in body["decisions"]] == ["nv"]
    assert body["decisions"][0]["signed_by"]["full_name"] == ana.full_name
    assert [found["diagnosis"] for found in body["histology"]] == ["mel"]


def test_a_picture_without_a_result_has_nulls_and_one_left_to_a_person_no_number(as_ana, lesion):
    LesionImageFactory(case=CaseFactory(lesion=lesion), taken_at=datetime(2025, 1, 1, tzinfo=UTC))
    unsure = LesionImageFactory(case=CaseFactory(lesion=lesion), taken_at=datetime(2025, 2, 1, tzinfo=UTC))
    DoneAnalysisFactory(image=unsure, prediction=PredictionFactory(uncertainty=0.9, verdict="needs_a_person"))

    bare, left = timeline(as_ana, lesion)["pictures"]

    assert (bare["state"], bare["verdict"], bare["model_versions"], bare["measures"]) == ("not_asked", "", None, {})
    assert (left["verdict"], left["malignant_probability"], left["threshold"]) == ("needs_a_person", None, None)


def test_two_pictures_are_compared_as_on_the_page(as_ana, lesion):
    one = add(lesion, 1, mm_per_pixel=0.1)
    two = add(lesion, 2, mm_per_pixel=0.1, measured={"longest_diameter_px": 50.0, "colours": ["red", "black"]})

    body = compare(as_ana, lesion, a=two.pk, b=one.pk).json()

    assert (body["earlier"]["image"], body["later"]["image"], body["days"]) == (one.pk, two.pk, 31)
    diameter = next(change for change in body["changes"] if change["name"] == "longest_diameter")
    # 4 mm and 5 mm, as the description's example says
    assert diameter == COMPARISON.value["changes"][0]
    assert (diameter["absolute"], diameter["relative"]) == (1.0, 0.25)
    assert body["colours"] == {"appeared": ["black"], "vanished": [], "stayed": ["red"]}


def test_without_ids_the_usual_pair_and_nothing_with_fewer_than_two(as_ana, lesion):
    one = add(lesion, 1)
    assert compare(as_ana, lesion).json() == {
        "earlier": None,
        "later": None,
        "days": None,
        "changes": [],
        "colours": None,
    }
    overview = add(lesion, 2, image_type="overview")
    assert compare(as_ana, lesion).json()["later"] is None
    assert compare(as_ana, lesion, all="true").json()["later"]["image"] == overview.pk
    two = add(lesion, 3)
    body = compare(as_ana, lesion).json()
    assert (body["earlier"]["image"], body["later"]["image"]) == (one.pk, two.pk)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"a": "own", "b": "own"}, "same_picture"),
        ({"a": "own"}, "two_pictures_needed"),
        ({"a": "own", "b": "foreign"}, "not_of_this_lesion"),
        ({"a": "own", "b": "9999999"}, "not_of_this_lesion"),
    ],
)
def test_what_names_no_pair_is_refused_with_a_code(as_ana, lesion, clinic_b, query, code):
    ids = {"own": add(lesion, 1).pk, "foreign": add(LesionFactory(patient__clinic=clinic_b), 2).pk}

    answer = compare(as_ana, lesion, **{name: ids.get(value, value) for name, value in query.items()})

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_a_word_for_an_id_is_refused(as_ana, lesion):
    assert compare(as_ana, lesion, a="x", b="y").status_code == 400


def test_the_example_in_the_description_has_the_fields_of_an_answer(as_ana, lesion):
    for month in (1, 2):
        add(lesion, month)

    body, example = compare(as_ana, lesion).json(), COMPARISON.value

    assert set(body) == set(example)
    assert set(body["earlier"]) == set(example["earlier"])
    assert set(body["changes"][0]) == set(example["changes"][0])
    assert set(body["colours"]) == set(example["colours"])


@pytest.mark.parametrize("name", ["api-lesion-timeline", "api-lesion-compare"])
def test_queries_do_not_grow_with_the_pictures(as_ana, lesion, ana, name):
    counts = []
    for months in ((1, 2), range(3, 12)):
        for month in months:
            SegmentationFactory(image=add(lesion, month), drawn_by=ana)
        with CaptureQueriesContext(connection) as queries:
            assert as_ana.get(reverse(name, args=[lesion.pk])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
