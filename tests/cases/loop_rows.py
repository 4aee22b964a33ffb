"""Signed reviews and histology, as many tests need them."""

from datetime import date, timedelta

from django.utils import timezone

from cases.models import Case, Lesion, Pathology, Review


def days_ago(days: int) -> date:
    """A day before today, where the site is."""
    return timezone.localdate() - timedelta(days=days)


def signed(case: Case, management: str = "excise", *, days: int = 0, weeks: int | None = None, **fields) -> Review:
    """A review of `case` that was signed so many days ago; a follow-up after `weeks`."""
    at = timezone.now() - timedelta(days=days)
    values = {
        "version": case.reviews.count() + 1,
        "amendment_reason": "Looked again" if case.reviews.exists() else "",
        "author": case.opened_by,
        "signed_by": case.opened_by,
        "signed_at": at,
        "diagnosis": "mel",
        "management": management,
        "agreement": "no_result",
        "follow_up_weeks": weeks,
        "follow_up_due_on": timezone.localdate(at) + timedelta(weeks=weeks) if weeks else None,
    }
    return Review.objects.create(case=case, **values | fields)


def histology(lesion: Lesion, diagnosis: str = "mel", *, by, days: int = 0, **fields) -> Pathology:
    """What the laboratory reported so many days ago."""
    return Pathology.objects.create(
        lesion=lesion, diagnosis=diagnosis, reported_on=days_ago(days), entered_by=by, **fields
    )


def withdrawn(pathology: Pathology) -> Pathology:
    """The same row, withdrawn."""
    pathology.withdrawn_at, pathology.withdrawn_by = timezone.now(), pathology.entered_by
    pathology.withdrawn_reason = "Another patient's report"
    pathology.save()
    return pathology
