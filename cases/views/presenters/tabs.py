"""The worklist's tabs with their counts."""

from dataclasses import dataclass

TABS = {
    "to_review": "To review",
    "needs_a_person": "Needs a person",
    "failed": "Failed",
    "awaiting_histology": "Histology",
    "follow_up_due": "Follow-up",
    "running": "Running",
    "all": "All",
}
# lists beside the one that its tab opens, first that one
PARTS = {
    "awaiting_histology": {"awaiting_histology": "All awaited", "histology_overdue": "Overdue"},
    "follow_up_due": {
        "follow_up_due": "Due",
        "follow_up_coming": "Next four weeks",
        "lost_to_follow_up": "Lost to follow-up",
    },
}


@dataclass(frozen=True)
class Tab:
    """One tab, or one part of it. `count` is None where the page says it later."""

    code: str
    words: str
    count: int | None
    current: bool


def chosen_tab(asked: str | None) -> str:
    """The list the address asks for; the first for everything unknown."""
    return asked if asked in TABS or tab_of(asked) else next(iter(TABS))


def tab_of(code: str | None) -> str | None:
    """The tab that has the list `code` as one of its parts."""
    return next((tab for tab, parts in PARTS.items() if code in parts), None)


def shown_lists(current: str) -> list[str]:
    """The lists whose counts are on the page: those of the tabs, and of the parts of the current one."""
    return list(dict.fromkeys([*TABS, *PARTS.get(tab_of(current), [])]))


def present_tabs(counts: dict[str, int], current: str) -> list[Tab]:
    """The tabs in their order."""
    here = tab_of(current) or current
    return [Tab(code, words, counts.get(code), code == here) for code, words in TABS.items()]


def present_parts(counts: dict[str, int], current: str) -> list[Tab]:
    """The parts of the current tab; none where it has only one list."""
    parts = PARTS.get(tab_of(current), {})
    return [Tab(code, words, counts.get(code), code == current) for code, words in parts.items()]
