"""Histology and follow-up in words."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from cases.models import Case, Pathology
from cases.selectors.loop import Biopsy, CaseLoop, FollowUp


@dataclass(frozen=True)
class LoopLine:
    """One thing that was planned and how it stands. `tone`: open, late, closed or lost."""

    case: Case
    kind: str
    tone: str
    words: str
    detail: str
    may_start: bool = False
    may_lose: bool = False
    may_take_back: bool = False


def lines_of(loop: CaseLoop) -> list[LoopLine]:
    """What the decision that holds for a case planned; nothing for a case that planned neither."""
    lines = []
    if loop.biopsy:
        lines.append(_biopsy_line(loop.case, loop.biopsy))
    if loop.follow_up:
        lines.append(_follow_up_line(loop.case, loop.follow_up))
    return lines


def findings(pathology: Pathology) -> str:
    """ "Melanoma, Breslow 0.4 mm, margins clear"."""
    parts = [pathology.get_diagnosis_display()]
    if pathology.breslow_mm is not None:
        parts.append(f"Breslow {pathology.breslow_mm:g}\N{NO-BREAK SPACE}mm")
    if pathology.margins:
        parts.append(f"margins {pathology.get_margins_display().lower()}")
    return ", ".join(parts)


def span(days: int) -> str:
    """Whole days below two weeks, whole weeks from there."""
    count, unit = (days, "day") if days < 14 else (days // 7, "week")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def proposed_case(loops: list[CaseLoop], asked: str | None) -> Case | None:
    """The case the address asks for, else the newest that waits for its histology."""
    cases = [loop.case for loop in loops]
    waiting = [loop.case for loop in loops if loop.biopsy and loop.biopsy.histology is None]
    return next((case for case in cases if str(case.pk) == asked), waiting[0] if waiting else None)


def _biopsy_line(case: Case, biopsy: Biopsy) -> LoopLine:
    if biopsy.histology:
        detail = f"Biopsy planned on {_day(biopsy.planned_on)}, reported on {_day(biopsy.histology.reported_on)}"
        return LoopLine(case, "biopsy", "closed", f"Closed: {findings(biopsy.histology)}", detail)
    days = (timezone.localdate() - biopsy.planned_on).days
    planned = f"{span(days)} ago" if days else "today"
    if biopsy.state == "overdue":
        late = (timezone.localdate() - biopsy.overdue_from).days + 1
        detail = f"Biopsy planned {planned}; overdue since {span(late)}"
        return LoopLine(case, "biopsy", "late", "Histology overdue", detail)
    detail = f"Counts as overdue from {_day(biopsy.overdue_from)} on"
    return LoopLine(case, "biopsy", "open", f"Biopsy planned {planned}, no histology yet", detail)


def _follow_up_line(case: Case, follow_up: FollowUp) -> LoopLine:
    planned = f"Planned for {_day(follow_up.due_on)}, {span(7 * follow_up.weeks)} after the signature"
    days = (follow_up.due_on - timezone.localdate()).days
    if follow_up.state == "started":
        return LoopLine(case, "follow_up", "closed", "Follow-up visit has started", planned)
    if follow_up.state == "lost":
        lost = follow_up.lost
        note = f": {lost.note}" if lost.note else ""
        detail = f"{planned}. Marked by {lost.marked_by}{note}"
        return LoopLine(case, "follow_up", "lost", "Lost to follow-up", detail, may_start=True, may_take_back=True)
    if follow_up.state == "due":
        words = "Follow-up due today" if days == 0 else f"Follow-up due since {span(-days)}"
        return LoopLine(case, "follow_up", "late", words, planned, may_start=True, may_lose=True)
    words = f"Follow-up due in {span(days)}"
    return LoopLine(case, "follow_up", "open", words, planned, may_start=True, may_lose=True)


def _day(day: date) -> str:
    return date_format(day, "j M Y")
