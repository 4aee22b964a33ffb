"""A patient did not come to a planned follow-up and cannot be reached."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from cases.models import Case, LostToFollowUp, Review
from cases.selectors.latest_signed_review import latest_signed_review
from cases.selectors.visits import has_come_back
from cases.services.save_record import save_record

NOTHING_PLANNED = "No follow-up is planned for this case."
CAME_BACK = "The lesion has been seen again since; there is nothing to be lost."
LOST_ALREADY = "This follow-up is marked as lost already."


def mark_lost_to_follow_up(*, case: Case, note: str = "", by: User) -> LostToFollowUp:
    """The mark on the signed review that planned the follow-up, with the audit event "follow_up.lost".

    Raises:
        django.core.exceptions.ValidationError: code "nothing_planned", the latest signed review plans no follow-up;
            "came_back", the lesion has been seen since it was planned; "lost_already".
    """
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        review = latest_signed_review(case)
        if review is None or review.management != Review.Management.FOLLOW_UP:
            raise ValidationError(NOTHING_PLANNED, code="nothing_planned")
        if has_come_back(review):
            raise ValidationError(CAME_BACK, code="came_back")
        if hasattr(review, "lost"):
            raise ValidationError(LOST_ALREADY, code="lost_already")
        lost = LostToFollowUp(review=review, marked_by=by, note=note.strip())
        return save_record(row=lost, act="follow_up.lost", by=by, clinic_id=case.lesion.patient.clinic_id)
