"""A patient's page."""

from django.urls import reverse

from tests.cases.views.conftest import count_queries
from tests.factories import CaseFactory, DoneAnalysisFactory, LesionFactory, LesionImageFactory


def page(patient) -> str:
    """Its address."""
    return reverse("cases:patient", args=[patient.pk])


def test_the_head_says_who_it_is(browser, patient):
    html = browser.get(page(patient)).content.decode()

    for words in ("Maria Lindqvist", "A-77", "years", "Female", "II"):
        assert words in html


def test_each_lesion_is_a_dot_on_its_side_with_the_number_of_its_row(browser, patient):
    back = LesionFactory(patient=patient, body_view="back", body_x=0.5, body_y=0.25)
    front = LesionFactory(patient=patient, body_site="chest", body_view="front", body_x=0.25, body_y=0.5)

    response = browser.get(page(patient))

    (on_front,), (on_back,) = response.context["dots"]["front"], response.context["dots"]["back"]
    assert (on_back.number, on_back.cx, on_back.cy) == (1, "100.0", "110.0")
    assert (on_front.number, on_front.cx, on_front.cy) == (2, "50.0", "220.0")
    html = response.content.decode()
    assert f'href="{reverse("cases:lesion", args=[back.pk])}" aria-label="Lesion 1: Upper back, ' in html
    assert f'href="{reverse("cases:lesion", args=[front.pk])}" aria-label="Lesion 2: Chest, anterior torso"' in html


def test_a_lesion_without_a_point_is_in_the_list_and_not_on_the_map(browser, patient):
    LesionFactory(patient=patient, body_view="", body_x=None, body_y=None)

    response = browser.get(page(patient))

    assert response.context["dots"] == {"front": [], "back": []}
    assert "not on the body map" in response.content.decode()


def test_without_lesions_the_page_says_what_comes_next(browser, patient):
    assert "Mark the first lesion" in browser.get(page(patient)).content.decode()


def test_notes_are_escaped(browser, patient):
    patient.notes = "<img src=x onerror=alert(1)>"
    patient.save()

    assert "<img src=x" not in browser.get(page(patient)).content.decode()


def test_queries_do_not_grow_with_the_lesions(browser, patient):
    def add(count: int) -> None:
        for _ in range(count):
            case = CaseFactory(lesion=LesionFactory(patient=patient))
            DoneAnalysisFactory(image=LesionImageFactory(case=case))

    add(3)
    few = count_queries(browser, page(patient))
    add(27)

    assert count_queries(browser, page(patient)) == few
