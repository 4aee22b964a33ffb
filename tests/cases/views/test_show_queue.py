"""The queue in words, asked for again and again."""

import pytest
from django.urls import reverse

from analysis.queue_state import QueueState
from cases.views.presenters.queue_words import present_queue
from tests.cases.views.conftest import HTMX, browser_of, count_queries
from tests.factories import AnalysisFactory, LesionImageFactory

QUEUE = reverse("cases:queue")


@pytest.mark.parametrize(
    ("state", "words", "tone"),
    [
        (QueueState(0, 0, 0, None, True), "Nothing waits for an analysis", "quiet"),
        (QueueState(3, 0, 0, 10, True), "3 waiting, about 10 s", "busy"),
        (QueueState(3, 2, 40, 47, True), "3 waiting, 2 in work, 40 more in a batch, about 50 s", "busy"),
        (QueueState(300, 1, 0, 600, True), "300 waiting, 1 in work, about 10 min", "busy"),
        (QueueState(9000, 1, 0, 9000, True), "9000 waiting, 1 in work, about 2 h", "busy"),
        (QueueState(0, 0, 40, None, True), "40 more in a batch", "busy"),
        (QueueState(3, 0, 0, None, False), "3 waiting: no worker answers", "silent"),
    ],
)
def test_the_words(state, words, tone):
    shown = present_queue(state)
    assert (shown.words, shown.tone) == (words, tone)


def test_it_answers_only_when_something_changed_and_tells_the_list(browser, clinic_a):
    first = browser.get(QUEUE, headers=HTMX)
    assert "Nothing waits for an analysis" in first.content.decode()
    assert browser.get(QUEUE, {"seen": "Nothing waits for an analysis"}, headers=HTMX).status_code == 204

    AnalysisFactory(image=LesionImageFactory(case__lesion__patient__clinic=clinic_a))
    moved = browser.get(QUEUE, {"seen": "Nothing waits for an analysis"}, headers=HTMX)

    assert "1 waiting: no worker answers" in moved.content.decode()
    assert "queue-moved" in moved["HX-Trigger-After-Settle"]


def test_without_htmx_it_is_the_worklist(browser):
    assert browser.get(QUEUE).url == reverse("cases:worklist")


def test_another_clinics_pictures_are_not_counted(clinic_a, cy):
    AnalysisFactory(image=LesionImageFactory(case__lesion__patient__clinic=clinic_a))

    assert "Nothing waits" in browser_of(cy).get(QUEUE, headers=HTMX).content.decode()


def test_the_worklist_says_it_too(browser, clinic_a):
    AnalysisFactory(image=LesionImageFactory(case__lesion__patient__clinic=clinic_a))

    assert "1 waiting: no worker answers" in browser.get("/").content.decode()


def test_patients_cost_the_same_queries_however_many(browser, clinic_a):
    AnalysisFactory(image=LesionImageFactory(case__lesion__patient__clinic=clinic_a))
    one = count_queries(browser, "/patients/")
    for _ in range(29):
        AnalysisFactory(image=LesionImageFactory(case__lesion__patient__clinic=clinic_a))
    assert count_queries(browser, "/patients/") == one
