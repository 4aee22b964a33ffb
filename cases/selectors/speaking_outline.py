"""Which of a picture's outlines counts."""

from django.db.models import Prefetch, QuerySet

from analysis.models import Segmentation
from cases.models import LesionImage


def with_drawn_outlines(images: QuerySet[LesionImage]) -> QuerySet[LesionImage]:
    """Pictures whose outlines by people are fetched for all of them in one query, newest first, as `drawn_outlines`."""
    drawn = Segmentation.objects.select_related("drawn_by").order_by("-created_at", "-pk")
    return images.prefetch_related(Prefetch("drawn_segmentations", queryset=drawn, to_attr="drawn_outlines"))


def speaking_outline(image: LesionImage, *, results_hidden: bool = False) -> Segmentation | None:
    """The newest outline that a person drew, else the one of the newest analysis, else None.

    Args:
        image: fetched `with_latest_analysis` and `with_drawn_outlines`.
        results_hidden: leaves the networks' outline out.
    """
    if image.drawn_outlines:
        return image.drawn_outlines[0]
    latest = image.latest_analysis
    return latest.segmentation if latest and not results_hidden else None
