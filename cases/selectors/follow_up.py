"""Follow-ups that a signed review planned and that have not taken place."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cases.models import Case, LostToFollowUp, Review
from cases.selectors.decided import decided
from cases.selectors.visits import with_planned_at, with_seen_at

COMING_WEEKS = 4


def follow_up_due(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases whose follow-up is due today or was before, with `follow_up_due_on`; not those marked as lost."""
    return _planned(cases, lost=False, follow_up_due_on__lte=timezone.localdate())


def follow_up_coming(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those that are due from tomorrow on, within four weeks."""
    today = timezone.localdate()
    until = today + timedelta(weeks=COMING_WEEKS)
    return _planned(cases, lost=False, follow_up_due_on__gt=today, follow_up_due_on__lte=until)


def lost_to_follow_up(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those marked as lost whose patient has not come back after all."""
    return _planned(cases, lost=True, follow_up_due_on__isnull=False)


def _planned(cases: QuerySet[Case], *, lost: bool, **due) -> QuerySet[Case]:
    """Cases whose deciding review planned a follow-up that no later case on the lesion has answered."""
    others = Case.objects.filter(lesion=OuterRef("case__lesion")).exclude(pk=OuterRef("case"))
    later = with_seen_at(others).filter(seen_at__gt=OuterRef("planned_at"))
    marked = Exists(LostToFollowUp.objects.filter(review=OuterRef("pk")))
    planned = with_planned_at(Review.objects.filter(management=Review.Management.FOLLOW_UP, **due))
    planned = planned.filter(marked if lost else ~marked, ~Exists(later))
    return decided(cases, planned, "follow_up_due_on")
