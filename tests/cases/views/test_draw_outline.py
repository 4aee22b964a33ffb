"""The outline is corrected by hand, on its page and on the case's."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import MAY, Act, Role
from analysis.models import Segmentation
from tests.cases.views.conftest import HTMX, browser_of
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory

SQUARE = "10,10 50,10 50,40 10,40"
TRIANGLE = "5,5 40,5 40,40"
BOW = "10,10 50,40 50,10 10,40"


@pytest.fixture
def address(image):
    """The editor of the picture."""
    return reverse("cases:draw_outline", args=[image.pk])


@pytest.fixture
def case_page(browser, case):
    """The case's page."""
    return lambda: browser.get(reverse("cases:case", args=[case.pk])).text


def field_of(html: str) -> str:
    """What stands in the field of the points."""
    return re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", html, re.S)[1]


def drawn():
    """All outlines that people drew."""
    return Segmentation.objects.filter(image__isnull=False)


def test_it_starts_with_the_machines_outline(browser, address, image):
    DoneAnalysisFactory(image=image)

    html = browser.get(address).text

    assert field_of(html) == "10.0,10.0 50.0,10.0 50.0,40.0 10.0,40.0"
    assert 'data-machine="10.0,10.0 50.0,10.0 50.0,40.0 10.0,40.0"' in html
    assert "no probability changes" in html


def test_a_long_outline_is_made_of_fewer_points(browser, address, image):
    from tests.ml.test_polygon import circle

    analysis = DoneAnalysisFactory(image=image)
    Segmentation.objects.filter(pk=analysis.segmentation_id).update(
        outline=[circle(20, centre=(30, 24), points=200).tolist()]
    )

    assert 8 <= len(field_of(browser.get(address).text).split()) <= 28


@pytest.mark.parametrize("state", [None, "queued", "rejected"])
def test_where_the_machine_shows_none_it_starts_with_an_ellipse(browser, address, image, state):
    if state:
        ended = {"reason_code": "no_lesion_found", "reason": "No lesion.", "finished_at": timezone.now()}
        AnalysisFactory(image=image, state=state, **(ended if state == "rejected" else {}))

    html = browser.get(address).text

    assert field_of(html).startswith("48.0,24.0")
    assert "Reset to the machine's" not in html


def test_saved_it_leads_back_to_the_picture_which_shows_both(browser, address, image, ana, case_page):
    image.mm_per_pixel = 0.05
    image.save()
    DoneAnalysisFactory(image=image)

    answer = browser.post(address, {"points": TRIANGLE})

    assert answer.url == f"{reverse('cases:case', args=[image.case_id])}#picture-{image.pk}"
    outline = drawn().get()
    assert outline.drawn_by == ana
    html = case_page()
    assert "The outline is saved and measured. The probabilities are still those of the analysis." in html
    assert f"drawn by {ana}" in html
    assert f'points="{TRIANGLE}"' in html
    assert f'points="{SQUARE}"' in html
    assert reverse("cases:outline_mask", args=[outline.pk]) in html
    assert 'data-outline-choice="machine"' in html
    assert "Drawing changes no probability" in html
    assert "65.0%" in html
    drawn_area, machine_area = re.search(r'<th scope="row">Area</th><td>(.*?)</td><td>(.*?)</td>', html).groups()
    assert drawn_area.startswith("1.")
    assert "1\N{NARROW NO-BREAK SPACE}200" in machine_area


def test_what_is_no_outline_is_said_in_words_and_kept_in_the_field(browser, address, image):
    answer = browser.post(address, {"points": BOW})

    assert answer.status_code == 422
    assert "The outline crosses itself." in answer.text
    assert field_of(answer.text) == BOW
    assert not drawn().exists()


@pytest.mark.parametrize("points", ["1,2,3 4,5", "a,b", "1 2 3", "1;2"])
def test_points_that_are_none_are_said(browser, address, points):
    answer = browser.post(address, {"points": points})

    assert answer.status_code == 422
    assert "two numbers with a comma between" in answer.text


def test_the_machines_outline_is_chosen_again_and_the_page_says_by_whom(browser, address, image, ana, case_page):
    DoneAnalysisFactory(image=image)
    browser.post(address, {"points": TRIANGLE})
    assert "Let the machine&#x27;s outline count again" in browser.get(address).text.replace("'", "&#x27;")

    browser.post(address, {"machine": "1"})

    assert drawn().count() == 2
    html = case_page()
    assert f"the machine&#x27;s outline, chosen again by {ana}" in html
    assert "data-outline-choice" not in html
    assert "2 outlines are kept; the newest counts." in html
    assert "count again" not in browser.get(address).text


def test_without_a_result_a_drawn_outline_is_shown_and_no_class(browser, address, image, case_page):
    browser.post(address, {"points": TRIANGLE})

    html = case_page()

    assert f'points="{TRIANGLE}"' in html
    assert 'class="verdict' not in html
    assert "probabilit" not in html.split("toast")[0]


def test_it_is_offered_to_who_may_write_once_the_picture_is_not_in_work(
    browser, image, case_page, address, monkeypatch
):
    assert address in case_page()
    AnalysisFactory(image=image)
    assert address not in case_page()
    panel = reverse("cases:analysis_panel", args=[image.pk])
    image.analyses.all().delete()
    DoneAnalysisFactory(image=image)
    assert address in browser.get(panel, headers=HTMX).text
    monkeypatch.setitem(MAY, Role.CLINICIAN, frozenset({Act.SEE_RECORD}))
    assert address not in case_page()
    assert address not in browser.get(panel, headers=HTMX).text
    assert browser.post(address, {"points": TRIANGLE}).status_code == 403


def test_a_stranger_neither_sees_nor_draws(address, cy):
    stranger = browser_of(cy)
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"points": TRIANGLE}).status_code == 404
    assert not drawn().exists()


def test_the_outline_of_another_picture_stays_its_own(browser, address, image, case, case_page):
    other = LesionImageFactory(case=case)
    browser.post(address, {"points": TRIANGLE})

    parts = dict(part.split('"', 1) for part in case_page().split('<article class="card picture" id="picture-')[1:])
    assert TRIANGLE in parts.pop(str(image.pk))
    assert list(parts) == [str(other.pk)]
    assert TRIANGLE not in parts[str(other.pk)]


def test_the_first_drawing_can_be_taken_back_at_once(browser, address, image):
    DoneAnalysisFactory(image=image)
    html = browser.post(address, {"points": TRIANGLE}, follow=True).text
    toasts = html[html.index('id="toasts"') :]
    assert f'<form method="post" action="{address}">' in toasts
    assert '<input type="hidden" name="machine" value="1"><button class="toast__undo linkish">Undo</button>' in toasts
    html = browser.post(address, {"machine": "1"}, follow=True).text
    assert "The machine&#x27;s outline counts again." in html


def test_a_second_drawing_cannot_because_the_machines_was_not_before_it(browser, address, image):
    DoneAnalysisFactory(image=image)
    browser.post(address, {"points": TRIANGLE}, follow=True)
    html = browser.post(address, {"points": SQUARE.replace("50,10", "55,10")}, follow=True).text
    assert "The outline is saved and measured." in html
    assert "toast__undo" not in html.split('<template id="toast-made">')[0]


def test_where_the_machine_showed_none_there_is_no_way_back(browser, address):
    html = browser.post(address, {"points": TRIANGLE}, follow=True).text
    assert "The outline is saved and measured." in html
    assert "toast__undo" not in html.split('<template id="toast-made">')[0]
