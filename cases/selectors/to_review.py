"""Cases whose pictures have been looked at by the networks and not yet by a clinician."""

from django.db.models import Exists, OuterRef, QuerySet

from cases.models import Case, LesionImage
from cases.selectors.under_way import has_failed, is_running
from cases.selectors.unsigned import unsigned


def to_review(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those whose state is "to_review" (`with_state`): unsigned, with pictures, nothing running and nothing failed."""
    pictures = LesionImage.objects.filter(case=OuterRef("pk"))
    return unsigned(cases).filter(Exists(pictures)).exclude(has_failed()).exclude(is_running())
