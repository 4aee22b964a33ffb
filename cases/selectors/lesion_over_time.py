"""Everything that a lesion's time line shows, in a fixed number of queries."""

from django.db.models import Prefetch, QuerySet

from analysis.models import Segmentation
from cases.models import Lesion, LesionImage, Pathology, Review
from cases.selectors.latest_analysis import with_latest_analysis
from cases.selectors.visible import images_visible_to, pathologies_visible_to, reviews_visible_to


def lesion_pictures_visible_to(user, lesion: Lesion) -> QuerySet[LesionImage]:
    """All pictures of the lesion with their latest analyses and, `drawn_newest_first`, the outlines people drew.

    Hidden results are marked, so that the time line can say that there is one (`cases.over_time.shown_result`).
    """
    drawn = Prefetch(
        "drawn_segmentations",
        queryset=Segmentation.objects.select_related("drawn_by").order_by("-created_at", "-pk"),
        to_attr="drawn_newest_first",
    )
    images = images_visible_to(user).filter(case__lesion=lesion).select_related("case__opened_by")
    return with_latest_analysis(images, hidden_too=True).prefetch_related(drawn)


def signed_reviews_of(user, lesion: Lesion) -> QuerySet[Review]:
    """Every signed decision about the lesion, amended ones too, oldest first."""
    signed = reviews_visible_to(user).filter(case__lesion=lesion, signed_at__isnull=False)
    return signed.order_by("signed_at", "pk")


def valid_histology_of(user, lesion: Lesion) -> QuerySet[Pathology]:
    """What laboratories found and nobody withdrew, oldest first."""
    return pathologies_visible_to(user).filter(lesion=lesion, withdrawn_at__isnull=True).order_by("reported_on", "pk")
