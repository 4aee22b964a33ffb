"""Lesions as numbered dots on the body map."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from cases.models import Lesion

# of the drawing in templates/parts/body_map.html, in its own units
WIDTH = 200
HEIGHT = 440


@dataclass(frozen=True)
class Dot:
    """One lesion on one side of the map."""

    number: int
    cx: str
    cy: str
    label: str
    url: str
    current: bool


def numbered(lesions: Iterable[Lesion]) -> list[Lesion]:
    """Lesions in the order they were marked, each with its `number`; lists and dots use the same."""
    in_order = sorted(lesions, key=lambda lesion: (lesion.created_at, lesion.pk))
    for number, lesion in enumerate(in_order, start=1):
        lesion.number = number
    return in_order


def dots(lesions: Iterable[Lesion], *, current: Lesion | None = None) -> dict[str, list[Dot]]:
    """The dots of numbered `lesions`, by side ("front", "back"); lesions without a point have none."""
    by_side: dict[str, list[Dot]] = {"front": [], "back": []}
    for lesion in lesions:
        if lesion.body_view:
            by_side[lesion.body_view].append(
                Dot(
                    number=lesion.number,
                    cx=f"{lesion.body_x * WIDTH:.1f}",
                    cy=f"{lesion.body_y * HEIGHT:.1f}",
                    label=f"Lesion {lesion.number}: {lesion.site_name}",
                    url=reverse("cases:lesion", args=[lesion.pk]),
                    current=lesion == current,
                )
            )
    return by_side
