"""How much of a patient is on record."""

from django.db.models import Count, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.models import Case, Lesion, Patient


def with_visits(patients: QuerySet[Patient]) -> QuerySet[Patient]:
    """Patients with `lesion_count` and `last_seen`, the moment their latest case was opened, in the same query."""
    lesions = Lesion.objects.filter(patient=OuterRef("pk")).order_by()
    cases = Case.objects.filter(lesion__patient=OuterRef("pk")).order_by()
    counted = lesions.values("patient").annotate(total=Count("pk")).values("total")
    latest = cases.values("lesion__patient").annotate(latest=Max("opened_at")).values("latest")
    return patients.annotate(
        lesion_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0), last_seen=Subquery(latest)
    )
