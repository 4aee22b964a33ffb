"""The regions of the body map as links that mark a lesion there."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from cases.body_regions import HEIGHT, REGIONS, WIDTH, Points, Region
from cases.body_sites import SITES


@dataclass(frozen=True)
class RegionLink:
    """One region as the template draws it."""

    site: str
    name: str
    path: str
    cut: bool
    left: str
    top: str
    query: str


@cache
def region_links() -> dict[str, list[RegionLink]]:
    """All regions by side ("front", "back"), from bottom to top; the query fills in the form of a new lesion."""
    by_side: dict[str, list[RegionLink]] = {"front": [], "back": []}
    for region in REGIONS:
        by_side[region.view].append(_link(region))
    return by_side


@cache
def sites_off_the_map() -> list[tuple[str, str]]:
    """The single sites that the drawing has no region for, as name and query."""
    drawn = {region.site for region in REGIONS}
    wholes = {site.parent for site in SITES}
    return [
        (site.name, urlencode({"site": site.code}))
        for site in SITES
        if site.code not in drawn and site.code not in wholes
    ]


def _link(region: Region) -> RegionLink:
    left, top = f"{region.at[0] / WIDTH:.3f}", f"{region.at[1] / HEIGHT:.3f}"
    return RegionLink(
        site=region.site,
        name=region.name,
        path=_straight(region.points) if region.cut else _rounded(region.points),
        cut=region.cut,
        left=left,
        top=top,
        query=urlencode({"site": region.site, "view": region.view, "x": left, "y": top}),
    )


def _straight(points: Points) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "z"


def _rounded(points: Points) -> str:
    """A closed curve through the points. Source: Catmull and Rom 1974, as cubic Bezier curves."""
    count = len(points)
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for here in range(count):
        before, start, end, after = (points[(here + step) % count] for step in (-1, 0, 1, 2))
        one = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        two = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        parts.append("C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in (one, two, end)))
    return "".join(parts) + "z"
