"""Cases with the decision that holds for them."""

from django.db.models import OuterRef, QuerySet, Subquery

from cases.models import Case, Review
from cases.selectors.latest_signed_review import only_latest_signed


def with_decision(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with `decision` (a `Review.Management`), `decided_at` and `follow_up_due_on` of their deciding review.

    The deciding review of a case is its latest signed one; a draft of an amendment changes nothing yet. All are None
    where nobody has signed.
    """
    deciding = Review.objects.filter(case=OuterRef("pk"), signed_at__isnull=False).order_by("-version")
    return cases.annotate(
        decision=Subquery(deciding.values("management")[:1]),
        decided_at=Subquery(deciding.values("signed_at")[:1]),
        follow_up_due_on=Subquery(deciding.values("follow_up_due_on")[:1]),
    )


def decided(cases: QuerySet[Case], reviews: QuerySet[Review]) -> QuerySet[Case]:
    """Cases `with_decision` whose deciding review is one of `reviews`."""
    return with_decision(cases.filter(pk__in=only_latest_signed(reviews).order_by().values("case")))
