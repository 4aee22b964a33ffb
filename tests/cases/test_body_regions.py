"""The regions of the body map."""

import re

import pytest

from cases.body_regions import HEIGHT, REGIONS, WIDTH
from cases.body_sites import BY_CODE, SITES
from cases.demo.patients import PATIENTS
from tests.architecture.source import ROOT

NAMES = [f"{region.view} {region.name}" for region in REGIONS]


def inside(point, border) -> bool:
    """Whether a ray to the right of `point` crosses the closed `border` an odd number of times."""
    x, y = point
    odd = False
    for (x1, y1), (x2, y2) in zip(border, (*border[1:], border[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            odd = not odd
    return odd


def skin() -> list[tuple[float, float]]:
    """The drawing's outline, the one path that cuts the regions, as points on its curves."""
    drawn = re.search(r'class="body-map__skin" d="M([^"z]+)z"', (ROOT / "templates/parts/body_map.html").read_text())
    start, *curves = drawn.group(1).split("C")
    points = [tuple(map(float, start.split()))]
    for curve in curves:
        x1, y1, x2, y2, x3, y3 = map(float, curve.split())
        x0, y0 = points[-1]
        for step in (0.25, 0.5, 0.75, 1):
            a, b, c, d = (1 - step) ** 3, 3 * (1 - step) ** 2 * step, 3 * (1 - step) * step**2, step**3
            points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points


def region_at(view: str, point):
    """The topmost region there, as a click finds it."""
    found = [
        region
        for region in REGIONS
        if region.view == view and inside(point, region.points) and (not region.cut or inside(point, skin()))
    ]
    return found[-1] if found else None


@pytest.mark.parametrize("region", REGIONS, ids=NAMES)
def test_the_middle_of_a_region_is_hit_by_a_click_on_it(region):
    assert region_at(region.view, region.at) is region


@pytest.mark.parametrize("region", REGIONS, ids=NAMES)
def test_the_middle_of_a_region_is_a_point_of_the_record(region):
    assert 0 <= region.at[0] / WIDTH <= 1
    assert 0 <= region.at[1] / HEIGHT <= 1
    assert region.site in BY_CODE


def test_no_two_regions_of_a_side_are_called_the_same():
    assert len(set(NAMES)) == len(NAMES)


def test_left_and_right_are_the_patients():
    sides = {(region.view, region.site, region.side): region.at[0] < WIDTH / 2 for region in REGIONS}

    assert sides["front", "hand", "right"]
    assert not sides["front", "hand", "left"]
    assert sides["back", "hand", "left"]
    assert not sides["back", "hand", "right"]


def test_every_single_site_but_the_mouth_is_drawn():
    parents = {site.parent for site in SITES}
    single = {site.code for site in SITES if site.code not in parents}

    assert single - {region.site for region in REGIONS} == {"oral"}


@pytest.mark.parametrize("view", ["front", "back"])
def test_no_skin_is_without_a_region(view):
    outline = skin()
    bare = [
        (x, y)
        for x in range(2, WIDTH, 4)
        for y in range(2, HEIGHT, 4)
        if inside((x, y), outline) and region_at(view, (x, y)) is None
    ]
    assert bare == []


@pytest.mark.parametrize("lesion", [lesion for patient in PATIENTS for lesion in patient.lesions], ids=str)
def test_the_demos_lesions_lie_where_they_say(lesion):
    region = region_at(lesion.body_view, (lesion.body_x * WIDTH, lesion.body_y * HEIGHT))

    assert region is not None
    assert region.site == lesion.body_site


@pytest.mark.parametrize("view", ["front", "back"])
def test_the_trunk_takes_nothing_of_the_arms(view):
    outline = skin()
    # the gap between arm and trunk runs from the armpit (57, 122) down and outwards
    arm = [(x, y) for y in range(124, 204, 2) for x in range(20, 60) if x < 57 - 0.22 * (y - 122)]
    found = {region_at(view, point).site for point in arm if inside(point, outline)}

    assert found <= {"shoulder", "upper_arm", "forearm"}
    assert found >= {"upper_arm", "forearm"}
