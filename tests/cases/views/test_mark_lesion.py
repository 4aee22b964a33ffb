"""A lesion is marked on a patient."""

import pytest
from django.urls import reverse

from cases.models import Lesion


@pytest.fixture
def page(patient):
    """The address of the form."""
    return reverse("cases:mark_lesion", args=[patient.pk])


def test_sites_are_grouped(browser, page):
    html = browser.get(page).content.decode()

    assert '<optgroup label="Posterior torso">' in html
    assert '<option value="upper_back">Upper back</option>' in html


def test_a_point_on_the_map_is_stored(browser, page, patient):
    response = browser.post(
        page, {"body_site": "upper_back", "body_view": "back", "body_x": "0.45", "body_y": "0.3", "description": "Flat"}
    )

    lesion = Lesion.objects.get()
    assert response.url == reverse("cases:lesion", args=[lesion.pk])
    assert (lesion.patient, lesion.body_view, lesion.body_x, lesion.body_y) == (patient, "back", 0.45, 0.3)


def test_the_point_may_be_left_out(browser, page):
    browser.post(page, {"body_site": "sole"})

    lesion = Lesion.objects.get()
    assert (lesion.body_site, lesion.body_view, lesion.body_x) == ("sole", "", None)


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ({"body_view": "front", "body_x": "0.5"}, "needs its side and both coordinates"),
        ({"body_x": "0.5", "body_y": "0.5"}, "needs its side and both coordinates"),
        ({"body_view": "front", "body_x": "1.2", "body_y": "0.5"}, "The point is not on the body map."),
    ],
)
def test_a_point_that_makes_no_sense_is_said(browser, page, point, sentence):
    response = browser.post(page, {"body_site": "sole"} | point)

    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors)
    assert not Lesion.objects.exists()


def test_known_lesions_are_shown_while_marking(browser, page, lesion):
    assert "Lesion 1: Upper back" in browser.get(page).content.decode()


def test_the_place_in_the_address_is_filled_in_and_shown_on_the_map(browser, page):
    response = browser.get(page, {"site": "forearm", "view": "front", "x": "0.83", "y": "0.43"})

    form = response.context["form"]
    assert [form[name].value() for name in ("body_site", "body_view", "body_x", "body_y")] == [
        "forearm",
        "front",
        0.83,
        0.43,
    ]
    html = response.content.decode()
    assert '<option value="forearm" selected>' in html
    assert 'data-marker transform="translate(166.0 189.2)"' in html
    assert html.count("data-marker hidden") == 1


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        (
            {"site": "moon", "view": "front", "x": "0.5", "y": "0.5"},
            {"body_view": "front", "body_x": 0.5, "body_y": 0.5},
        ),
        ({"site": "chest", "view": "front", "x": "1.5", "y": "0.5"}, {"body_site": "chest"}),
        ({"site": "chest", "view": "front", "x": "nan", "y": "0.5"}, {"body_site": "chest"}),
        ({"site": "chest", "view": "side", "x": "0.5", "y": "0.5"}, {"body_site": "chest"}),
        ({"site": "chest", "x": "0.5"}, {"body_site": "chest"}),
        ({}, {}),
    ],
)
def test_what_makes_no_sense_in_the_address_is_left_out(browser, page, asked, place):
    response = browser.get(page, asked)

    assert response.status_code == 200
    assert response.context["form"].initial == place


def test_the_regions_lead_back_to_the_form_where_there_is_no_script(browser, page):
    assert f'href="{page}?site=chest&amp;view=front' in browser.get(page).content.decode()
