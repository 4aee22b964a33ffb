"""What a patient's lesions can be narrowed to."""

from cases.models import Lesion
from cases.views.presenters.lesion_row import LesionRow, narrowed, region_tabs


def rows(*sites: str) -> list[LesionRow]:
    """Lesions without cases on these sites."""
    return [LesionRow(Lesion(body_site=site), [], None, "open", "") for site in sites]


MANY = ("upper_back", "lower_back", "face", "scalp", "lateral_torso", "posterior_torso")


def test_many_lesions_are_counted_by_part_of_the_body_in_the_order_of_the_list():
    tabs = region_tabs(rows(*MANY), "")

    assert [(tab.code, tab.count) for tab in tabs] == [("head_neck", 2), ("posterior_torso", 3), ("lateral_torso", 1)]


def test_few_lesions_or_all_in_one_part_need_no_tabs():
    assert region_tabs(rows(*MANY[:5]), "") == []
    assert region_tabs(rows(*["face"] * 8), "head_neck") == []


def test_the_chosen_part_narrows_and_an_unknown_one_does_not():
    everything = rows(*MANY)

    chosen = narrowed(everything, region_tabs(everything, "head_neck"))

    assert [row.lesion.body_site for row in chosen] == ["face", "scalp"]
    assert narrowed(everything, region_tabs(everything, "moon")) == everything
