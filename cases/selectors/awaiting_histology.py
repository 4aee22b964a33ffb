"""Excised, and no word from the laboratory yet."""

from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import Clinic
from cases.models import Case, Pathology, Review
from cases.selectors.decided import decided


def awaiting_histology(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases whose deciding review says "excise" and whose lesion has no histology for it, with `decided_at`.

    A histology answers for the case where it names it; where it names none, when it was reported on the day of the
    signature or later. A withdrawn one answers for nothing.
    """
    return decided(cases, _unanswered(), "decided_at")


def histology_overdue(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those that have waited for more days than their clinic allows (`Clinic.histology_overdue_days`)."""
    allowed = list(Clinic.objects.order_by().values_list("histology_overdue_days", flat=True).distinct())
    late = Q(pk__in=[])
    for days in allowed:
        # where all clinics allow the same, the way from each review to its clinic is saved
        clinics = Q() if len(allowed) == 1 else Q(case__lesion__patient__clinic__histology_overdue_days=days)
        late |= clinics & Q(signed_at__lt=overdue_before(days))
    return decided(cases, _unanswered().filter(late), "decided_at")


def overdue_before(days: int) -> datetime:
    """The first moment of the earliest day that is in time: what was signed before it is overdue today."""
    day = timezone.localdate() - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time.min))


def _unanswered() -> QuerySet[Review]:
    """Signed reviews that say "excise", without a histology that answers for their case."""
    answers = Q(case=OuterRef("case")) | Q(case__isnull=True, reported_on__gte=OuterRef("signed_on"))
    answered = Pathology.objects.filter(answers, lesion=OuterRef("case__lesion"), withdrawn_at__isnull=True)
    excised = Review.objects.filter(management=Review.Management.EXCISE, signed_at__isnull=False)
    return excised.annotate(signed_on=TruncDate("signed_at")).filter(~Exists(answered))
