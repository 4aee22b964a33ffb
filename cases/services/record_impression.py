"""The clinician says what they think before the networks speak."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.models import Case, Review
from cases.selectors import wants_impression
from cases.services.lock_case import lock_case
from cases.services.save_record import save_record

NOT_WANTED = "This case asks for no impression: it was given, or the result was shown without one."


def record_impression(*, case: Case, diagnosis: str, confidence: str, plan: str, by: User) -> Review:
    """The draft of the case with an impression, once and for all; the result is shown from now on.

    An impression is its author's word: a draft that somebody else began before goes on under the name of `by`. The
    audit event "impression.recorded" says neither diagnosis nor plan.

    Args:
        case: from `cases_visible_to`.
        diagnosis: a code of `cases.diagnoses`.
        confidence: "low", "medium" or "high".
        plan: a code of `Review.Management`.
        by: the clinician whose impression it is.

    Raises:
        django.core.exceptions.ValidationError: code "impression_not_wanted", there is one already, or the clinic asks
            for none; by field, a part of it is missing or unknown.
    """
    given = {"impression": diagnosis, "impression_confidence": confidence, "impression_plan": plan}
    missing = {
        name: ValidationError("Please choose one.", code="required") for name, value in given.items() if not value
    }
    if missing:
        raise ValidationError(missing)
    with transaction.atomic():
        case = lock_case(case=case)
        if not wants_impression(case):
            raise ValidationError(NOT_WANTED, code="impression_not_wanted")
        draft = case.reviews.first() or Review(case=case)
        draft.author, draft.impression_at = by, timezone.now()
        for name, value in given.items():
            setattr(draft, name, value)
        clinic_id = case.lesion.patient.clinic_id
        return save_record(row=draft, act="impression.recorded", by=by, clinic_id=clinic_id)
