"""The cases somebody has to do with."""

from django.db.models import Q, QuerySet

from cases.models import Case, Review


def of_person(cases: QuerySet[Case], user) -> QuerySet[Case]:
    """Cases that `user` opened, reviewed or signed."""
    reviewed = Review.objects.filter(Q(author=user) | Q(signed_by=user)).order_by().values("case")
    return cases.filter(Q(opened_by=user) | Q(pk__in=reviewed))
