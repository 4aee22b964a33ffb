"""How much there is of each patient."""

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import Case, Lesion, Patient


def with_counts(patients: QuerySet[Patient]) -> QuerySet[Patient]:
    """Patients with `lesion_count` and `last_seen`, when the last case was opened; for one page, not for a clinic."""
    lesions = Lesion.objects.filter(patient=OuterRef("pk")).order_by().values("patient").annotate(total=Count("pk"))
    cases = Case.objects.filter(lesion__patient=OuterRef("pk")).order_by().values("lesion__patient")
    return patients.annotate(
        lesion_count=Coalesce(Subquery(lesions.values("total")), 0),
        last_seen=Subquery(cases.annotate(last=Max("opened_at")).values("last")),
    )
