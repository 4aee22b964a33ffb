"""Cases with the decision that holds for them."""

from django.db.models import OuterRef, QuerySet, Subquery

from cases.models import Case, Review
from cases.selectors.latest_signed_review import only_latest_signed

DECISION = {"decision": "management", "decided_at": "signed_at", "follow_up_due_on": "follow_up_due_on"}


def with_decision(cases: QuerySet[Case], *names: str) -> QuerySet[Case]:
    """Cases with `decision` (a `Review.Management`), `decided_at` and `follow_up_due_on` of their deciding review.

    The deciding review of a case is its latest signed one; a draft of an amendment changes nothing yet. All are None
    where nobody has signed. With `names` only these: each is a query within the query.
    """
    deciding = Review.objects.filter(case=OuterRef("pk"), signed_at__isnull=False).order_by("-version")
    return cases.annotate(**{name: Subquery(deciding.values(DECISION[name])[:1]) for name in names or DECISION})


def decided(cases: QuerySet[Case], reviews: QuerySet[Review], *names: str) -> QuerySet[Case]:
    """Cases whose deciding review is one of `reviews`, each with these `names` of `with_decision`."""
    return with_decision(cases.filter(pk__in=only_latest_signed(reviews).order_by().values("case")), *names)
