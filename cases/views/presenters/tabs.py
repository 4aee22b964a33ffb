"""The worklist's tabs with their counts."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

TABS = {"to_review": "To review", "running": "Running", "failed": "Failed", "all": "All"}


@dataclass(frozen=True)
class Tab:
    """One tab."""

    state: str
    words: str
    count: int
    current: bool


def chosen_tab(asked: str | None) -> str:
    """The tab the address asks for; the first for everything unknown."""
    return asked if asked in TABS else next(iter(TABS))


def present_tabs(cases: QuerySet, current: str) -> list[Tab]:
    """The tabs over `cases` (with_state), counted in one query."""
    rows = cases.order_by().values("state").annotate(total=Count("pk"))
    counts = {row["state"]: row["total"] for row in rows}
    counts["all"] = sum(counts.values())
    return [Tab(state, words, counts.get(state, 0), state == current) for state, words in TABS.items()]
