"""A signed review is amended: a new version begins with what the last one said."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from cases.draft_fingerprint import CONTENT
from cases.models import Review
from cases.services.lock_case import lock_case
from cases.services.save_record import save_record


def amend_review(*, review: Review, reason: str, by: User) -> Review:
    """The draft of the next version, prefilled; the signed one stays as it is. Audit event "review.amended".

    The impression stays with the version it was given in: it is its author's word, and was given once.

    Args:
        review: the newest version, signed, from `reviews_visible_to`.
        reason: why; shown with the new version.
        by: the author of the new version.

    Raises:
        django.core.exceptions.ValidationError: code "not_signed", the draft can simply be changed; "not_the_latest",
            there is a newer version; by field, no reason.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"amendment_reason": ValidationError("Say why you amend it.", code="required")})
    with transaction.atomic():
        case = lock_case(case=review.case)
        latest = case.reviews.first()
        if latest.pk != review.pk:
            raise ValidationError("There is a newer version of this review.", code="not_the_latest")
        if latest.signed_at is None:
            raise ValidationError("This review is not signed yet: change it as it is.", code="not_signed")
        prefilled = {name: getattr(latest, name) for name in CONTENT}
        amended = Review(case=case, version=latest.version + 1, author=by, amendment_reason=reason, **prefilled)
        return save_record(
            row=amended,
            act="review.amended",
            by=by,
            clinic_id=case.lesion.patient.clinic_id,
            detail={"version": amended.version},
        )
