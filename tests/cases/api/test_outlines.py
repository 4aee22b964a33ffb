"""/api/images/<id>/outline/ and /api/outlines/<id>/mask/"""

import io

import pytest
from django.urls import reverse
from PIL import Image

from analysis.models import Segmentation
from cases.api.views.outlines import DRAWN
from tests.factories import DoneAnalysisFactory, LesionImageFactory

SQUARE = [[10, 10], [50, 10], [50, 40], [10, 40]]


@pytest.fixture
def image(clinic_a):
    """A picture of Ana's clinic with a known scale and a result."""
    image = LesionImageFactory(case__lesion__patient__clinic=clinic_a, mm_per_pixel=0.05)
    DoneAnalysisFactory(image=image)
    return image


@pytest.fixture
def address(image):
    """Where its outlines are."""
    return reverse("api-image-outlines", args=[image.pk])


def test_an_outline_is_drawn_listed_and_its_mask_served(as_ana, ana, address, image):
    answer = as_ana.post(address, {"points": SQUARE})

    assert answer.status_code == 201
    drawn = answer.json()
    assert drawn["drawn_by"] == {"id": ana.pk, "full_name": "Ana Alvarez"}
    assert (drawn["image"], drawn["bbox"], drawn["outline"]) == (image.pk, [10, 10, 50, 40], [SQUARE])
    assert drawn["measurements"]["area_mm2"] == pytest.approx(3.0)
    listed = as_ana.get(address).json()
    assert (listed["count"], listed["results"]) == (1, [drawn])
    mask = as_ana.get(drawn["mask"])
    assert mask["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(mask.getvalue())).size == (64, 48)


def test_the_newest_comes_first_and_the_machines_can_be_chosen_again(as_ana, address):
    as_ana.post(address, {"points": SQUARE[:3]})

    answer = as_ana.post(address, {"machine": True})

    assert answer.status_code == 201
    assert answer.json()["outline"] == [SQUARE]
    assert [len(one["outline"][0]) for one in as_ana.get(address).json()["results"]] == [4, 3]


def test_a_refusal_has_its_code(as_ana, address):
    answer = as_ana.post(address, {"points": [[10, 10], [50, 40], [50, 10], [10, 40]]})

    assert answer.status_code == 400
    assert "crosses_itself" in answer.text
    assert not Segmentation.objects.filter(image__isnull=False).exists()


@pytest.mark.parametrize("asked", [{}, {"machine": False}, {"machine": True, "points": SQUARE}, {"points": [[1]]}])
def test_a_question_that_makes_no_sense_is_refused(as_ana, address, asked):
    assert as_ana.post(address, asked).status_code == 400


def test_the_example_is_taken_as_it_is(as_ana, clinic_a):
    image = LesionImageFactory(case__lesion__patient__clinic=clinic_a, width=600, height=450)
    assert as_ana.post(reverse("api-image-outlines", args=[image.pk]), DRAWN.value).status_code == 201


def test_the_list_costs_the_same_for_many(as_ana, address, django_assert_max_num_queries):
    for width in range(20, 50, 3):
        as_ana.post(address, {"points": [[10, 10], [width, 10], [width, 40]]})
    with django_assert_max_num_queries(12):  # five of them put the read on record
        assert as_ana.get(address).json()["count"] == 10
