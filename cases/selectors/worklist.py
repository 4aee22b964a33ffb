"""The lists of the worklist: which cases are on each, what comes first, how many there are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from cases.models import Case
from cases.selectors.awaiting_histology import awaiting_histology, histology_overdue
from cases.selectors.follow_up import follow_up_coming, follow_up_due, lost_to_follow_up
from cases.selectors.needs_a_person import needs_a_person
from cases.selectors.risk_at_a_glance import judged_as, most_worrying_first
from cases.selectors.to_review import to_review
from cases.selectors.under_way import failed, running


@dataclass(frozen=True)
class Worklist:
    """One list: how it narrows cases down, and the order that puts the most urgent first."""

    narrow: Callable[[QuerySet[Case]], QuerySet[Case]]
    order: tuple[str, ...] = ("opened_at", "pk")


WORKLISTS: dict[str, Worklist] = {
    "to_review": Worklist(to_review),
    "needs_a_person": Worklist(needs_a_person),
    "failed": Worklist(failed),
    "awaiting_histology": Worklist(awaiting_histology, ("decided_at", "pk")),
    "histology_overdue": Worklist(histology_overdue, ("decided_at", "pk")),
    "follow_up_due": Worklist(follow_up_due, ("follow_up_due_on", "pk")),
    "follow_up_coming": Worklist(follow_up_coming, ("follow_up_due_on", "pk")),
    "lost_to_follow_up": Worklist(lost_to_follow_up, ("follow_up_due_on", "pk")),
    "running": Worklist(running),
    "all": Worklist(lambda cases: cases, ("-opened_at", "-pk")),
}

# beside the order of the list itself
SORTS = ("oldest", "newest", "name", "risk")
_ORDERS = {
    "oldest": ("opened_at", "pk"),
    "newest": ("-opened_at", "-pk"),
    "name": ("lesion__patient__name", "lesion__patient", "pk"),  # numbers rise with the time they are opened at
}


def worklist(cases: QuerySet[Case], code: str, *, verdict: str = "", sort: str = "") -> QuerySet[Case]:
    """The cases that are on that list, the most urgent first unless `sort` says otherwise.

    With `verdict` (of `MOST_WORRYING_FIRST`, or "no_result") only those whose risk at a glance says so. By risk no
    clinic's whole archive is sorted: there "all" keeps its order.
    """
    listed = _narrowed(cases, code, verdict)
    if sort == "risk" and code != "all":
        return most_worrying_first(listed)
    return listed.order_by(*_ORDERS.get(sort, WORKLISTS[code].order))


def worklist_counts(
    cases: QuerySet[Case], codes: Iterable[str] = tuple(WORKLISTS), *, verdict: str = ""
) -> dict[str, int]:
    """How many of `cases` are on each of these lists; a case may be on several."""
    return {code: _narrowed(cases, code, verdict).count() for code in codes}


def _narrowed(cases: QuerySet[Case], code: str, verdict: str) -> QuerySet[Case]:
    listed = WORKLISTS[code].narrow(cases)
    return judged_as(listed, verdict, many=code == "all") if verdict else listed
