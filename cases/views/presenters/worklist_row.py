"""A case as the worklist shows it: its risk at a glance, and what it waits for."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from cases.models import Case, Review
from cases.views.presenters.risk import CaseGlance, present_case

PLANS = dict(Review.Management.choices)


@dataclass(frozen=True)
class WorklistRow:
    """`waits` says in words until when or since when, `late` that it is too long; `plan` is the decision that holds."""

    glance: CaseGlance
    plan: str
    waits: str
    late: bool


def present_row(case: Case, code: str) -> WorklistRow:
    """The row of a case from `worklist_rows` on the list `code`."""
    waits, late = _waits(case, code)
    return WorklistRow(present_case(case), PLANS.get(case.decision, ""), waits, late)


def _waits(case: Case, code: str) -> tuple[str, bool]:
    today = timezone.localdate()
    if code in ("awaiting_histology", "histology_overdue"):
        signed_on = timezone.localdate(case.decided_at)
        over = (today - signed_on).days - case.lesion.patient.clinic.histology_overdue_days
        return (f"overdue by {_days(over)}", True) if over > 0 else (f"signed {_ago(signed_on, today)}", False)
    if code in ("follow_up_due", "follow_up_coming"):
        return f"due {_when(case.follow_up_due_on, today)}", case.follow_up_due_on < today
    if code == "lost_to_follow_up":
        return f"was due {_when(case.follow_up_due_on, today)}", False
    return "", False


def _when(day: date, today: date) -> str:
    return f"in {_days((day - today).days)}" if day > today else _ago(day, today)


def _ago(day: date, today: date) -> str:
    if day == today:
        return "today"
    return "yesterday" if today - day == timedelta(days=1) else f"{_days((today - day).days)} ago"


def _days(days: int) -> str:
    if days < 60:
        return f"{days} day" if days == 1 else f"{days} days"
    return f"{days // 30} months" if days < 720 else f"{days // 365} years"
