"""Which stored pictures a batch's selection means."""

from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from analysis.models import Analysis
from cases.body_sites import codes_within
from cases.models import LesionImage, Pathology, Review

NEVER = "none"  # as a state: no analysis at all


def batch_pictures(*, clinic_id: int | None, selection: dict) -> QuerySet[LesionImage]:
    """The pictures of a clinic, or of all, that fit everything the selection says; all of them where it is empty.

    Args:
        clinic_id: None for the whole installation.
        selection: any of `images` (ids), `received_from` and `received_to` (days, both included), `body_site` (with its
            parts), `diagnosis` (of the newest valid histology of the lesion, else of the newest signed review of the
            case), `analysed_by` (a version that made the newest finished analysis), `state` (of the newest analysis,
            "none" where there is none). Hidden analyses do not count. Other words are not about pictures.
    """
    images = LesionImage.objects.order_by()
    if clinic_id is not None:
        images = images.filter(case__lesion__patient__clinic=clinic_id)
    if "images" in selection:
        images = images.filter(pk__in=selection["images"])
    if day := selection.get("received_from"):
        images = images.filter(received_at__gte=_begin(day))
    if day := selection.get("received_to"):
        images = images.filter(received_at__lt=_begin(day, after=1))
    if code := selection.get("body_site"):
        images = images.filter(case__lesion__body_site__in=codes_within(code))
    if code := selection.get("diagnosis"):
        images = images.alias(known=_known_diagnosis()).filter(known=code)
    if version := selection.get("analysed_by"):
        images = _analysed_by(images, version)
    if state := selection.get("state"):
        images = images.alias(latest_state=Subquery(_newest_first().values("state")[:1]))
        images = images.filter(latest_state=None if state == NEVER else state)
    return images


def _begin(day: str, *, after: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day) + timedelta(days=after), time.min))


def _known_diagnosis() -> Coalesce:
    histology = Pathology.objects.filter(lesion=OuterRef("case__lesion"), withdrawn_at__isnull=True)
    signed = Review.objects.filter(case=OuterRef("case"), signed_at__isnull=False)
    return Coalesce(
        Subquery(histology.order_by("-reported_on", "-pk").values("diagnosis")[:1]),
        Subquery(signed.order_by("-version").values("diagnosis")[:1]),
    )


def _analysed_by(images: QuerySet[LesionImage], version: str) -> QuerySet[LesionImage]:
    newest = _newest_first().filter(state__in=["done", "rejected"])
    images = images.alias(
        by_classifier=Subquery(newest.values("classifier__version")[:1]),
        by_segmenter=Subquery(newest.values("segmenter__version")[:1]),
    )
    return images.filter(Q(by_classifier=version) | Q(by_segmenter=version))


def _newest_first() -> QuerySet[Analysis]:
    return Analysis.objects.filter(image=OuterRef("pk"), shadow=False).order_by("-queued_at", "-pk")
