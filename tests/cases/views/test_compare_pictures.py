"""Two pictures of a lesion, compared."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.cases.views.conftest import count_queries
from tests.factories import CaseFactory, DoneAnalysisFactory, LesionFactory, LesionImageFactory, SegmentationFactory

MEASURED = {
    "area_px": 1000.0,
    "longest_diameter_px": 40.0,
    "equivalent_diameter_px": 35.7,
    "asymmetry_major_axis": 0.1,
    "colours": ["light_brown"],
}


def page(lesion, **query) -> str:
    """Its address."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('cases:compare', args=[lesion.pk])}?{asked}"


def add(lesion, month: int, **fields):
    """A picture of that month in 2025, in a case of its own, analysed."""
    image = LesionImageFactory(
        case=CaseFactory(lesion=lesion), taken_at=datetime(2025, month, 1, 12, tzinfo=UTC), **fields
    )
    DoneAnalysisFactory(image=image, segmentation__measurements=MEASURED)
    return image


def shown(html: str) -> list[int]:
    """The ids of the two pictures on the stage, earlier first."""
    return [int(found) for found in re.findall(r'<image href="/images/(\d+)/file/rendition/"', html)]


def read(browser, address: str, status: int = 200) -> str:
    """The page with ordinary spaces."""
    response = browser.get(address)
    assert response.status_code == status
    return re.sub(r"[\s\u00a0\u202f]+", " ", response.content.decode())


def test_by_default_the_newest_and_the_one_of_the_visit_before(browser, lesion):
    pictures = [add(lesion, month, mm_per_pixel=0.1) for month in (1, 2, 3)]

    html = read(browser, page(lesion))

    assert shown(html) == [pictures[1].pk, pictures[2].pk]
    assert "28 days" in html
    assert f'<option value="{pictures[1].pk}" selected>' in html
    assert "Both pictures are drawn in one scale" in html
    assert 'value="diameter"' in html


def test_the_two_that_the_address_names_in_the_order_of_time(browser, lesion):
    pictures = [add(lesion, month) for month in (1, 2, 3)]

    html = read(browser, page(lesion, a=pictures[2].pk, b=pictures[0].pk))

    assert shown(html) == [pictures[0].pk, pictures[2].pk]


def test_the_table_has_every_measure_and_says_what_is_not_known(browser, lesion):
    for month in (1, 2):
        add(lesion, month)

    html = read(browser, page(lesion))

    for label in ("Area", "Longest diameter", "Equivalent diameter", "Asymmetry, long axis", "Malignant probability"):
        assert f'<th scope="row">{label}</th>' in html
    assert "1 000 px (unknown scale)" in html
    assert "unknown scale: pixels cannot be compared" in html
    assert "±0.0 points" in html
    assert "within the noise of ±4.5 points" in html
    assert '<option value="mm"' not in html


def test_a_drawn_outline_is_what_is_shown_and_measured(browser, lesion, bo):
    _, second = add(lesion, 1, mm_per_pixel=0.1), add(lesion, 2, mm_per_pixel=0.1)
    SegmentationFactory(
        image=second,
        drawn_by=bo,
        outline=[[[1, 2], [3, 4], [5, 6.5]]],
        measurements=MEASURED | {"longest_diameter_px": 60.0},
    )

    html = read(browser, page(lesion))

    assert 'points="1,2 3,4 5,6.5"' in html
    assert "+2.0 mm (+50%)" in html
    assert "A person drew one outline" in html


def test_close_ups_only_when_asked_for(browser, lesion):
    one, two = add(lesion, 1), add(lesion, 2)
    close_up = add(lesion, 3, image_type="close_up")

    assert shown(read(browser, page(lesion))) == [one.pk, two.pk]
    assert f'value="{close_up.pk}"' not in read(browser, page(lesion))
    html = read(browser, page(lesion, all="on"))
    assert shown(html) == [two.pk, close_up.pk]
    assert "different kinds" in html
    assert shown(read(browser, page(lesion, a=one.pk, b=close_up.pk))) == [one.pk, close_up.pk]


@pytest.mark.parametrize("pictures", [0, 1])
def test_too_few_pictures_say_what_comes_next(browser, lesion, pictures):
    for month in range(1, pictures + 1):
        add(lesion, month)

    html = read(browser, page(lesion))

    assert shown(html) == []
    assert ("the next visit makes a comparison" if pictures else "No picture yet") in html


@pytest.mark.parametrize("asked", ["same", "one", "foreign", "absent", "word"])
def test_an_address_that_names_no_pair_says_why_and_compares_nothing(browser, lesion, clinic_b, asked):
    one, two = add(lesion, 1), add(lesion, 2)
    foreign = add(LesionFactory(patient__clinic=clinic_b), 3)
    query = {
        "same": {"a": one.pk, "b": one.pk},
        "one": {"a": one.pk},
        "foreign": {"a": one.pk, "b": foreign.pk},
        "absent": {"a": one.pk, "b": 9_999_999},
        "word": {"a": one.pk, "b": "x"},
    }[asked]

    html = read(browser, page(lesion, **query), status=400)

    assert shown(html) == []
    says = {"same": "Choose two different pictures.", "one": "Name both pictures, a and b, or neither."}
    assert says.get(asked, "This lesion has no such picture.") in html
    assert f'<option value="{two.pk}"' in html


def test_a_picture_of_another_lesion_of_the_same_patient_is_not_compared(browser, lesion):
    one, other = add(lesion, 1), add(LesionFactory(patient=lesion.patient), 2)

    read(browser, page(lesion, a=one.pk, b=other.pk), status=400)


def test_queries_do_not_grow_with_the_pictures(browser, lesion, ana):
    def more(months) -> None:
        for month in months:
            SegmentationFactory(image=add(lesion, month), drawn_by=ana)

    more((1, 2))
    few = count_queries(browser, page(lesion))
    more(range(3, 12))

    assert count_queries(browser, page(lesion)) == few
