"""A review is signed: from now on nobody changes it."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from analysis.models import Analysis
from cases.agreement import DISAGREES
from cases.draft_fingerprint import fingerprint
from cases.models import Case, Review
from cases.selectors import speaking_analysis, unfinished_pictures, wants_impression
from cases.services.lock_case import lock_case
from cases.services.save_record import save_record
from cases.signable import agreement_of, missing_for_signature

FOLLOW_UP = Review.Management.FOLLOW_UP
CHANGED = "The draft or the result has changed since you looked. Please look again, then sign."


def sign_review(*, review: Review, seen: str | None = None, by: User) -> Review:
    """The locked review, with the result that spoke for the case, whether the decision follows it, and the due date.

    Pictures that are still being analysed do not stand in the way: a decision about a patient in the room cannot wait
    for a queue. Their number is in the audit event "review.signed", and their results are no part of what is signed.
    A reason for disagreeing that turns out not to be needed is dropped, and so are weeks of a plan that was changed.

    Args:
        review: a draft from `reviews_visible_to`.
        seen: the `cases.draft_fingerprint` of what was shown, with the result; None does not ask.
        by: who signs; the author stays.

    Raises:
        django.core.exceptions.ValidationError: code "signed"; "impression_first"; "changed_meanwhile"; by field, what a
            signed review needs and the draft has not.
    """
    with transaction.atomic():
        case = lock_case(case=review.case)
        fresh = Review.objects.select_for_update().filter(pk=review.pk, case=case).first()
        if fresh is None:
            raise ValidationError(CHANGED, code="changed_meanwhile")
        analysis = speaking_analysis(case)
        _refuse(case, fresh, analysis, seen)
        _decide(fresh, analysis)
        fresh.signed_at, fresh.signed_by = timezone.now(), by
        detail = {
            "version": fresh.version,
            "agreement": fresh.agreement,
            "analysis": analysis.pk if analysis else None,
            "unfinished_pictures": unfinished_pictures(case),
        }
        return save_record(
            row=fresh, act="review.signed", by=by, clinic_id=case.lesion.patient.clinic_id, detail=detail
        )


def _refuse(case: Case, draft: Review, analysis: Analysis | None, seen: str | None) -> None:
    if draft.signed_at:
        raise ValidationError("This review is signed already.", code="signed")
    if wants_impression(case):
        raise ValidationError("Your impression comes first; then the result and the review.", code="impression_first")
    if seen is not None and seen != fingerprint(draft, analysis):
        raise ValidationError(CHANGED, code="changed_meanwhile")


def _decide(draft: Review, analysis: Analysis | None) -> None:
    """What follows from the decision, once nothing is missing."""
    verdict = analysis.prediction.verdict if analysis else None
    if missing := missing_for_signature(draft, verdict):
        raise ValidationError({name: ValidationError(words, code="required") for name, words in missing.items()})
    draft.analysis = analysis
    draft.agreement = agreement_of(draft, verdict)
    if draft.management == FOLLOW_UP:
        draft.follow_up_due_on = _due_on(draft)
    else:
        draft.follow_up_weeks = None
    if draft.agreement != DISAGREES:
        draft.override_reason = ""


def _due_on(draft: Review) -> date:
    """An amendment that leaves the plan alone leaves its day alone: a corrected word postpones nobody's visit."""
    last = draft.case.reviews.filter(signed_at__isnull=False).order_by("-version").first()
    if last and (last.management, last.follow_up_weeks) == (FOLLOW_UP, draft.follow_up_weeks):
        return last.follow_up_due_on
    return timezone.localdate() + timedelta(weeks=draft.follow_up_weeks)
