"""The regions of the body map as links."""

from urllib.parse import parse_qs

from cases.body_regions import REGIONS
from cases.forms.lesion_form import LesionForm, place_in
from cases.views.presenters.body_regions import region_links, sites_off_the_map


def test_every_region_is_a_link_that_fills_in_the_form():
    links = region_links()

    assert len(links["front"]) + len(links["back"]) == len(REGIONS)
    for view, regions in links.items():
        for region in regions:
            asked = {name: values[0] for name, values in parse_qs(region.query).items()}
            place = place_in(asked)
            assert place == {
                "body_site": region.site,
                "body_view": view,
                "body_x": float(region.left),
                "body_y": float(region.top),
            }
            assert LesionForm(place).is_valid()


def test_the_paths_are_closed_and_the_rounded_ones_are_curves():
    for region in [*region_links()["front"], *region_links()["back"]]:
        assert region.path.startswith("M")
        assert region.path.endswith("z")
        assert ("C" in region.path) == (not region.cut)


def test_what_is_not_drawn_can_be_asked_for_without_a_point():
    assert sites_off_the_map() == [("Oral", "site=oral")]
    assert place_in({"site": "oral"}) == {"body_site": "oral"}
