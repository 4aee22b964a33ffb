"""An amendment that nobody signed is given up."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.services.record_event import record_event
from cases.models import Review
from cases.services.lock_case import lock_case


def discard_amendment(*, review: Review, by: User) -> Review:
    """The signed version, which stands again; the unsigned one is gone, but for its event "review.discarded".

    Raises:
        django.core.exceptions.ValidationError: code "nothing_to_discard", it is signed, or the first version.
    """
    with transaction.atomic():
        case = lock_case(case=review.case)
        draft = case.reviews.filter(pk=review.pk, signed_at__isnull=True, version__gt=1).first()
        if draft is None:
            raise ValidationError("Only an amendment that is not signed can be given up.", code="nothing_to_discard")
        record_event(
            act="review.discarded",
            by=by,
            about=draft,
            clinic_id=case.lesion.patient.clinic_id,
            detail={"version": draft.version},
        )
        draft.delete()
        return case.reviews.first()
