"""Cases that nobody has decided yet."""

from django.db.models import Exists, OuterRef, QuerySet

from cases.models import Case, Review
from cases.models.review import UNSIGNED


def unsigned(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases whose latest review is not signed, or that have none.

    A signed case with the draft of an amendment is among them: somebody began to change the decision and has to finish.
    Until then the signed decision holds, so the same case may await its histology or its follow-up.

    The ids are found first and from two sides, so that the clinic's many signed cases are not looked at one by one:
    drafts through the index behind `review_one_draft_per_case`, the rest as cases without any review.
    """
    never = Case.objects.filter(~Exists(Review.objects.filter(case=OuterRef("pk")))).order_by()
    later = Review.objects.filter(case=OuterRef("case"), version__gt=OuterRef("version"))
    drafts = Review.objects.filter(UNSIGNED, ~Exists(later)).order_by()
    return cases.filter(pk__in=never.values("pk").union(drafts.values("case")))
