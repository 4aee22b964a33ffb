"""What a picture's lesion is known to be: by the laboratory, else by a signed review. Never by the networks."""

from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from cases.models import LesionImage, Pathology, Review


class Known(NamedTuple):
    """A code of `cases.diagnoses`, who says so ("histopathology", "clinician", "" for nobody), and when."""

    code: str
    confirmed_by: str
    on: date | None


NOTHING = Known("", "", None)


def with_known_diagnosis(images: QuerySet[LesionImage]) -> QuerySet[LesionImage]:
    """Pictures with what `known_diagnosis` needs, in two queries for all of them."""
    histology = Pathology.objects.filter(withdrawn_at__isnull=True).order_by("-reported_on", "-pk")
    signed = Review.objects.filter(signed_at__isnull=False).order_by("-version")
    return images.prefetch_related(
        Prefetch("case__lesion__pathologies", queryset=histology, to_attr="valid_pathologies"),
        Prefetch("case__reviews", queryset=signed, to_attr="signed_reviews"),
    )


def known_diagnosis(image: LesionImage) -> Known:
    """The newest valid histology of the lesion, else the newest signed review of the case."""
    if image.case.lesion.valid_pathologies:
        found = image.case.lesion.valid_pathologies[0]
        return Known(found.diagnosis, "histopathology", found.reported_on)
    if image.case.signed_reviews:
        review = image.case.signed_reviews[0]
        return Known(review.diagnosis, "clinician", timezone.localdate(review.signed_at))
    return NOTHING
