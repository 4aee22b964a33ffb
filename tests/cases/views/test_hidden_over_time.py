"""A clinic that wants its own impression first sees no result on the time line or beside another picture."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Review
from tests.factories import CaseFactory, DoneAnalysisFactory, LesionImageFactory

MEASURED = {"area_px": 1000.0, "longest_diameter_px": 40.0, "equivalent_diameter_px": 35.0, "colours": ["red"]}


@pytest.fixture
def waiting(lesion, ana):
    """Two visits, each with a result; the case of the second waits for an impression."""
    ana.clinic.impression_first = True
    ana.clinic.save()
    cases = [CaseFactory(lesion=lesion, opened_by=ana) for _ in range(2)]
    for case in cases:
        DoneAnalysisFactory(image=LesionImageFactory(case=case), segmentation__measurements=MEASURED)
    give_impression(cases[0], ana)
    return cases[1]


def give_impression(case, by) -> None:
    """What lifts the curtain."""
    Review.objects.create(
        case=case,
        author=by,
        impression="nv",
        impression_confidence="low",
        impression_plan="dismiss",
        impression_at=timezone.now(),
    )


def numbers(browser, lesion, name: str) -> int:
    """How often the malignant probability or a size of the networks is said."""
    answer = browser.get(reverse(name, args=[lesion.pk]))
    assert answer.status_code == 200
    return len(re.findall(r"65\.0%|0\.65|40\Wpx|40\.0", answer.content.decode()))


@pytest.mark.parametrize("name", ["cases:lesion", "cases:compare"])
def test_one_result_is_hidden_until_the_impression(browser, lesion, waiting, ana, name):
    before = numbers(browser, lesion, name)
    html = browser.get(reverse(name, args=[lesion.pk])).content.decode()
    assert "not shown yet" in html or name == "cases:compare"

    give_impression(waiting, ana)

    assert numbers(browser, lesion, name) > before
