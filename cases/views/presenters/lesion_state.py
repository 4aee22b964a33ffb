"""A lesion's latest state in one word: what its dot on the body map says."""

from dataclasses import dataclass

from cases.views.presenters.risk import CaseGlance

# code -> words; each has its own shape (templates/parts/lesion_marker.html) and its own colour (css/body_map.css)
LESION_STATES = {
    "suspicious": "Suspicious",
    "needs_a_person": "Needs a person",
    "likely_benign": "Likely benign",
    "awaiting": "Awaiting its result",
    "refused": "Failed or refused",
    "signed": "Signed",
    "excised": "Signed: excise or biopsy",
    "hidden": "Hidden until an impression",
    "open": "No result shown",
}


@dataclass(frozen=True)
class LegendEntry:
    """One state that is on the map, and how often."""

    state: str
    words: str
    count: int


def lesion_state(latest: CaseGlance | None) -> str:
    """The state of the lesion that the case `latest` stands for; its `reviews` are prefetched, newest first."""
    if latest is None:
        return "open"
    if latest.case.state == "signed":
        return "excised" if next(iter(latest.case.reviews.all())).management == "excise" else "signed"
    if latest.risk:
        return latest.risk.verdict or "hidden"
    if latest.case.state == "running":
        return "awaiting"
    analyses = [image.latest_analyses[0].state for image in latest.images if image.latest_analyses]
    return "refused" if {"failed", "rejected"} & set(analyses) else "open"


def legend(states: list[str]) -> list[LegendEntry]:
    """The states that occur, in the order of `LESION_STATES`, counted."""
    return [LegendEntry(state, words, states.count(state)) for state, words in LESION_STATES.items() if state in states]
