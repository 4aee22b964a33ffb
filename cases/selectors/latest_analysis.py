"""The newest analysis of each picture, fetched for many at once."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from analysis.models import Analysis
from cases.models import LesionImage
from cases.selectors.hidden_results import without_hidden


def with_latest_analysis(
    images: QuerySet[LesionImage], *, hidden_too: bool = False, outlines: bool = True
) -> QuerySet[LesionImage]:
    """Pictures whose `latest_analysis` (with result and model versions) is fetched for all of them in one query.

    A result that waits for the clinician's impression is left out, and the picture has no latest analysis then; with
    `hidden_too` it is there, marked `result_hidden`, for who shows that there is one, and not what it says. Without
    `outlines` the masks' long polygons stay in the database: a list shows none.
    """
    latest = Analysis.shown.filter(pk=latest_of("pk", of="image_id"))
    latest = latest.select_related(*(["segmentation"] if outlines else []), "prediction", "segmenter", "classifier")
    latest = without_hidden(latest, hidden_too=hidden_too)
    return images.prefetch_related(Prefetch("analyses", queryset=latest, to_attr="latest_analyses"))


def latest_of(field: str, *, of: str = "pk") -> Subquery:
    """One field of the newest analysis of the picture in the outer query, whose id stands in `of`."""
    newest_first = Analysis.shown.filter(image=OuterRef(of)).order_by("-queued_at", "-pk")
    return Subquery(newest_first.values(field)[:1])


def cases_whose_latest(condition: Q) -> QuerySet:
    """Ids of the cases with a picture whose newest analysis meets `condition`, for `pk__in`.

    It starts at the analyses that meet it, so it is fast where they are few, however many cases there are.
    """
    return Analysis.shown.filter(condition, ~Exists(replaced())).order_by().values("image__case")


def replaced() -> QuerySet[Analysis]:
    """Newer analyses of the picture of the analysis in the outer query; the latest one has none."""
    newer = Q(queued_at__gt=OuterRef("queued_at")) | Q(queued_at=OuterRef("queued_at"), pk__gt=OuterRef("pk"))
    return Analysis.shown.filter(newer, image=OuterRef("image"))
