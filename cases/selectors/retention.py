"""Records that a clinic has kept for long enough."""

from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.models import Clinic
from cases.models import Case, LegalHold, LesionImage, Pathology, Patient, Review


def due_for_erasure(patients: QuerySet[Patient], clinic: Clinic, *, today: date | None = None) -> QuerySet[Patient]:
    """Those of `clinic` whose last visit is longer ago than it keeps records, with `last_visit`; the oldest first.

    Nobody on legal hold, nobody with a follow-up still to come, no merged registration (it goes with the other). None
    where the clinic keeps records for good.
    """
    if clinic.retention_years is None:
        return patients.none()
    today = today or timezone.localdate()
    holds = LegalHold.objects.filter(Q(patient=OuterRef("pk")) | Q(patient__merged_into=OuterRef("pk")))
    to_come = Review.objects.filter(case__lesion__patient=OuterRef("pk"), follow_up_due_on__gte=today)
    return (
        with_last_visit(patients.filter(clinic=clinic, merged_into__isnull=True))
        .filter(last_visit__lt=_years_before(today, clinic.retention_years))
        .filter(~Exists(holds.filter(lifted_at__isnull=True)), ~Exists(to_come))
        .order_by("last_visit", "pk")
    )


def with_last_visit(patients: QuerySet[Patient]) -> QuerySet[Patient]:
    """Patients with `last_visit`: the latest case, picture, review, histology or change of registration there is."""

    def latest(model, moment: str, way: str):
        rows = model.objects.filter(**{way: OuterRef("pk")}).order_by().values(way)
        return Coalesce(Subquery(rows.annotate(last=Max(moment)).values("last")), "created_at")

    return patients.annotate(
        last_visit=Greatest(
            "created_at",
            latest(Case, "opened_at", "lesion__patient"),
            latest(LesionImage, "received_at", "case__lesion__patient"),
            latest(Review, "created_at", "case__lesion__patient"),
            latest(Pathology, "entered_at", "lesion__patient"),
        )
    )


def _years_before(today: date, years: int) -> datetime:
    # 29 February is kept until the first day of March
    day = min(today.day, 28) if today.month == 2 else today.day
    first = date(today.year - years, today.month, day)
    return timezone.make_aware(datetime.combine(first, datetime.min.time()))
