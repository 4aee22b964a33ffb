"""The newest analysis of each picture, fetched for many at once."""

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from analysis.models import Analysis
from cases.models import LesionImage
from cases.selectors.hidden_results import without_hidden


def with_latest_analysis(images: QuerySet[LesionImage], *, hidden_too: bool = False) -> QuerySet[LesionImage]:
    """Pictures whose `latest_analysis` (with result and model versions) is fetched for all of them in one query.

    A result that waits for the clinician's impression is left out, and the picture has no latest analysis then; with
    `hidden_too` it is there, marked `result_hidden`, for who shows that there is one, and not what it says.
    """
    latest = Analysis.objects.filter(pk=latest_of("pk", of="image_id")).select_related(
        "segmentation", "prediction", "segmenter", "classifier"
    )
    latest = without_hidden(latest, hidden_too=hidden_too)
    return images.prefetch_related(Prefetch("analyses", queryset=latest, to_attr="latest_analyses"))


def latest_of(field: str, *, of: str = "pk") -> Subquery:
    """One field of the newest analysis of the picture in the outer query, whose id stands in `of`."""
    newest_first = Analysis.objects.filter(image=OuterRef(of)).order_by("-queued_at", "-pk")
    return Subquery(newest_first.values(field)[:1])
