"""A follow-up is not lost after all."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.services.record_event import record_event
from cases.models import Case, LostToFollowUp
from cases.selectors.latest_signed_review import latest_signed_review

NOT_LOST = "This follow-up is not marked as lost."


def unmark_lost_to_follow_up(*, case: Case, by: User) -> None:
    """Remove the mark of the latest signed review, with the audit event "follow_up.found" about that mark.

    Raises:
        django.core.exceptions.ValidationError: code "not_lost".
    """
    with transaction.atomic():
        review = latest_signed_review(case)
        lost = LostToFollowUp.objects.select_for_update().filter(review=review).first() if review else None
        if lost is None:
            raise ValidationError(NOT_LOST, code="not_lost")
        record_event(act="follow_up.found", by=by, about=lost, clinic_id=case.lesion.patient.clinic_id)
        lost.delete()
