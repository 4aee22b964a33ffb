"""A lesion's page."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from tests.cases.views.conftest import count_queries
from tests.factories import CaseFactory, DoneAnalysisFactory, LesionImageFactory


def page(lesion) -> str:
    """Its address."""
    return reverse("cases:lesion", args=[lesion.pk])


def test_cases_over_time_newest_first_with_their_pictures(browser, lesion):
    old, new = CaseFactory(lesion=lesion, reason="First visit"), CaseFactory(lesion=lesion, reason="Second visit")
    Case.objects.filter(pk=old.pk).update(opened_at=timezone.now() - timedelta(days=400))
    pictures = [LesionImageFactory(case=new), LesionImageFactory(case=new)]

    html = browser.get(page(lesion)).content.decode()

    assert re.findall(r'class="rows__link" href="/cases/(\d+)/"', html) == [str(new.pk), str(old.pk)]
    for picture in pictures:
        assert reverse("cases:image_file", args=[picture.pk, "thumbnail"]) in html


def test_without_cases_the_page_says_what_comes_next(browser, lesion):
    html = browser.get(page(lesion)).content.decode()

    assert "Open a case for today" in html
    assert reverse("cases:open_case", args=[lesion.pk]) in html


def test_queries_do_not_grow_with_the_cases(browser, lesion):
    def add(count: int) -> None:
        for _ in range(count):
            DoneAnalysisFactory(image=LesionImageFactory(case=CaseFactory(lesion=lesion)))

    add(3)
    few = count_queries(browser, page(lesion))
    add(27)

    assert count_queries(browser, page(lesion)) == few
