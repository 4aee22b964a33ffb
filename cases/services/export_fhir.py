"""A case leaves as a FHIR bundle."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.record_event import record_event
from cases.fhir.bundle import bundle_of
from cases.models import Case
from cases.selectors import images_visible_to, reviews_visible_to, with_drawn_outlines, with_latest_analysis


def export_fhir(*, case: Case, address: Callable[[int], str], by: User) -> str:
    """The bundle as JSON, with the audit event "case.exported".

    Args:
        case: from `cases_visible_to(by)`, with its clinic.
        address: where the rendition of a picture is, by the picture's id.
        by: who exports.

    Returns:
        JSON of a FHIR R4 Bundle. Where the clinic asks for an impression first and none is written, results are masked.
    """
    images = images_visible_to(by).filter(case=case).order_by("received_at", "pk")
    images = list(with_drawn_outlines(with_latest_analysis(images), by))
    reviews = list(reviews_visible_to(by).filter(case=case).order_by("-version"))
    bundle = bundle_of(case, images=images, reviews=reviews, now=timezone.now(), address=address)
    with transaction.atomic():
        record_event(
            act="case.exported",
            by=by,
            about=case,
            clinic_id=case.lesion.patient.clinic_id,
            detail={"format": "fhir-r4", "pictures": len(images)},
        )
    return bundle
