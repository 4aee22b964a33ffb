"""Lesions as numbered dots on the body map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from cases.body_regions import HEIGHT, WIDTH
from cases.models import Lesion
from cases.views.presenters.lesion_state import LESION_STATES


@dataclass(frozen=True)
class Dot:
    """One lesion on one side of the map; `state` is empty where the page tells no states."""

    lesion_id: int
    number: int
    cx: str
    cy: str
    label: str
    url: str
    current: bool
    state: str


def numbered(lesions: Iterable[Lesion]) -> list[Lesion]:
    """Lesions in the order they were marked, each with its `number`; lists and dots use the same."""
    in_order = sorted(lesions, key=lambda lesion: (lesion.created_at, lesion.pk))
    for number, lesion in enumerate(in_order, start=1):
        lesion.number = number
    return in_order


def dots(
    lesions: Iterable[Lesion], *, current: Lesion | None = None, states: Mapping[int, str] | None = None
) -> dict[str, list[Dot]]:
    """The dots of numbered `lesions`, by side ("front", "back"); lesions without a point have none.

    Args:
        lesions: each with its `number`.
        current: the one the page is about.
        states: codes of `LESION_STATES` by the lesion's id.
    """
    by_side: dict[str, list[Dot]] = {"front": [], "back": []}
    for lesion in lesions:
        if lesion.body_view:
            state = states[lesion.pk] if states else ""
            said = f", {LESION_STATES[state].lower()}" if state else ""
            by_side[lesion.body_view].append(
                Dot(
                    lesion_id=lesion.pk,
                    number=lesion.number,
                    cx=f"{lesion.body_x * WIDTH:.1f}",
                    cy=f"{lesion.body_y * HEIGHT:.1f}",
                    label=f"Lesion {lesion.number}: {lesion.site_name}{said}",
                    url=reverse("cases:lesion", args=[lesion.pk]),
                    current=lesion == current,
                    state=state,
                )
            )
    return by_side
