"""A report of a case is printed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.record_event import record_event
from cases.models import Case
from cases.report.build import report_of
from cases.report.content import Report
from cases.selectors import (
    images_visible_to,
    pathologies_visible_to,
    reviews_visible_to,
    with_drawn_outlines,
    with_latest_analysis,
)


def print_report(*, case: Case, form: str, by: User, now: datetime | None = None) -> Report:
    """The words of the report, with the audit event "report.printed".

    Args:
        case: from `cases_visible_to(by)`.
        form: "page" or "pdf"; kept in the audit trail.
        by: who prints.
        now: when; this moment unless given.

    Returns:
        The report. Where the clinic asks for an impression first and none is written, it holds no result.
    """
    images = images_visible_to(by).filter(case=case).select_related("received_by").order_by("received_at", "pk")
    reviews = reviews_visible_to(by).filter(case=case).order_by("-version")
    pathologies = pathologies_visible_to(by).filter(lesion=case.lesion, withdrawn_at__isnull=True)
    report = report_of(
        case,
        images=list(with_drawn_outlines(with_latest_analysis(images), by)),
        reviews=list(reviews),
        pathologies=list(pathologies),
        by=by,
        now=now or timezone.now(),
    )
    with transaction.atomic():
        record_event(
            act="report.printed",
            by=by,
            about=case,
            clinic_id=case.lesion.patient.clinic_id,
            detail={"form": form, "preliminary": report.preliminary, "pictures": len(report.pictures)},
        )
    return report
