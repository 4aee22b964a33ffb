"""The newest analysis of each picture, fetched for many at once."""

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from analysis.models import Analysis
from cases.models import LesionImage


def with_latest_analysis(images: QuerySet[LesionImage]) -> QuerySet[LesionImage]:
    """Pictures whose `latest_analysis` (with result and model versions) is fetched for all of them in one query."""
    latest = Analysis.objects.filter(pk=latest_of("pk", of="image_id")).select_related(
        "segmentation", "prediction", "segmenter", "classifier"
    )
    return images.prefetch_related(Prefetch("analyses", queryset=latest, to_attr="latest_analyses"))


def latest_of(field: str, *, of: str = "pk") -> Subquery:
    """One field of the newest analysis of the picture in the outer query, whose id stands in `of`."""
    newest_first = Analysis.objects.filter(image=OuterRef(of)).order_by("-queued_at", "-pk")
    return Subquery(newest_first.values(field)[:1])
