"""The decision that holds for a case: the newest signed version; a draft of an amendment does not count yet."""

from django.db.models import Exists, OuterRef, QuerySet

from cases.models import Case, Review


def latest_signed_review(case: Case) -> Review | None:
    """The newest signed version of the case's reviews."""
    return case.reviews.filter(signed_at__isnull=False).order_by("-version").first()


def only_latest_signed(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Of each case among `reviews` the newest signed version."""
    # what is newer than another is at least the second; said, it is found in the small index of amendments
    amendments = Review.objects.filter(signed_at__isnull=False, version__gt=1)
    newer = amendments.filter(case=OuterRef("case"), version__gt=OuterRef("version"))
    return reviews.filter(~Exists(newer), signed_at__isnull=False)
