"""A patient's lesions as rows beside the body map."""

from collections import Counter
from dataclasses import dataclass

from cases.body_sites import BY_CODE
from cases.models import Lesion
from cases.views.presenters.lesion_state import LESION_STATES, lesion_state
from cases.views.presenters.risk import CaseGlance, present_case, speaking_case

# so few are seen at a glance
FILTERED_FROM = 6


@dataclass(frozen=True)
class LesionRow:
    """One lesion: its cases, newest first, the one that speaks for it, and its state in one word."""

    lesion: Lesion
    cases: list[CaseGlance]
    latest: CaseGlance | None
    state: str
    words: str

    @property
    def region(self) -> str:
        """The code of the larger part of the body."""
        return BY_CODE[self.lesion.body_site].parent or self.lesion.body_site


@dataclass(frozen=True)
class RegionTab:
    """A part of the body that lesions are on."""

    code: str
    name: str
    count: int
    current: bool


def present_lesion(lesion: Lesion) -> LesionRow:
    """The row of a lesion whose `cases` are prefetched as `present_case` needs them, with their `reviews`."""
    cases = [present_case(case) for case in lesion.cases.all()]
    latest = speaking_case(cases)
    state = lesion_state(latest)
    return LesionRow(lesion, cases, latest, state, LESION_STATES[state])


def region_tabs(rows: list[LesionRow], chosen: str) -> list[RegionTab]:
    """What `rows` can be narrowed to; nothing where they are few or all in one part."""
    counted = Counter(row.region for row in rows)
    if len(rows) < FILTERED_FROM or len(counted) < 2:
        return []
    in_order = [code for code in BY_CODE if code in counted]
    return [RegionTab(code, BY_CODE[code].name, counted[code], code == chosen) for code in in_order]


def narrowed(rows: list[LesionRow], tabs: list[RegionTab]) -> list[LesionRow]:
    """The rows of the chosen tab; all where none is chosen."""
    chosen = [tab.code for tab in tabs if tab.current]
    return [row for row in rows if row.region in chosen] if chosen else rows
