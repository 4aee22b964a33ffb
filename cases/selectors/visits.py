"""When a patient was seen, and since when a follow-up has been planned: together they say who came back."""

from django.db.models import Case as Choice
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, When

from cases.models import Case, ImportRow, LesionImage, Review


def with_seen_at(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with `seen_at`: when the consultation was.

    That is when the case was opened, except where an import made it: then it is the day of its newest picture, and None
    where no picture says when it was taken. Old pictures that come in today are not a patient who came back.
    """
    newest = LesionImage.objects.filter(case=OuterRef("pk"), taken_at__isnull=False).order_by("-taken_at")
    imported = Exists(ImportRow.objects.filter(case=OuterRef("pk")))
    return cases.annotate(
        seen_at=Choice(When(imported, then=Subquery(newest.values("taken_at")[:1])), default=F("opened_at"))
    )


def with_planned_at(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Signed reviews with `planned_at`: when the follow-up of that day was first signed.

    An amendment that leaves the plan alone leaves its day alone, and who came back before it has come back.
    """
    same_plan = Review.objects.filter(
        case=OuterRef("case"), follow_up_due_on=OuterRef("follow_up_due_on"), signed_at__isnull=False
    )
    return reviews.annotate(planned_at=Subquery(same_plan.order_by("signed_at").values("signed_at")[:1]))


def has_come_back(review: Review) -> bool:
    """Whether the lesion has been seen in another case since `review`, which is signed, planned its follow-up."""
    planned_at = with_planned_at(Review.objects.filter(pk=review.pk)).values_list("planned_at", flat=True).get()
    others = Case.objects.filter(lesion=review.case.lesion).exclude(pk=review.case_id)
    return with_seen_at(others).filter(seen_at__gt=planned_at).exists()
