"""A review is written down, not yet signed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import AuditEvent, User
from cases.checklists import abcd_problem, seven_point_problem
from cases.draft_fingerprint import CONTENT, fingerprint
from cases.models import Case, Review
from cases.selectors import wants_impression
from cases.services.lock_case import lock_case
from cases.services.save_record import save_record

LONGEST_WEEKS = 260
MOST_NOTES = Review._meta.get_field("notes").max_length


def save_draft(*, case: Case, seen: str | None = None, by: User, **changes: Any) -> Review:
    """The one draft of `case` with `changes` applied; it may still be incomplete, and any colleague may go on with it.

    Its author stays who began it. Audit event "review.drafted" for a new one, "review.changed" with the names of the
    fields where something differs.

    Args:
        case: from `cases_visible_to`.
        seen: the `cases.draft_fingerprint` of the draft that was changed, empty for none; None does not ask.
        by: who writes.
        changes: any of diagnosis, management, follow_up_weeks, notes, abcd, seven_point, override_reason.

    Raises:
        TypeError: another field, which is a bug of the caller.
        django.core.exceptions.ValidationError: code "impression_first"; "signed", the last version is locked;
            "changed_meanwhile", a colleague saved between; by field, what was chosen does not fit.
    """
    if unknown := changes.keys() - set(CONTENT):
        raise TypeError(f"A draft does not change its {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        case = lock_case(case=case)
        current = case.reviews.first()
        _refuse(case, current, seen, by)
        draft = current or Review(case=case, author=by)
        changed = sorted(name for name, value in changes.items() if getattr(draft, name) != value)
        if current and not changed:
            return current
        for name in changed:
            setattr(draft, name, changes[name])
        _check(draft)
        act, detail = "review.changed" if current else "review.drafted", {"fields": changed, "version": draft.version}
        return save_record(row=draft, act=act, by=by, clinic_id=case.lesion.patient.clinic_id, detail=detail)


def _refuse(case: Case, current: Review | None, seen: str | None, by: User) -> None:
    if wants_impression(case):
        raise ValidationError("Your impression comes first; then the result and the review.", code="impression_first")
    if current and current.signed_at:
        raise ValidationError("The review is signed. Amend it to change anything.", code="signed")
    if seen is None or seen == (fingerprint(current) if current else ""):
        return
    if not current or _last_writer_id(current) != by.pk:
        sentence = "A colleague has changed this draft since you opened it. Load the page again to see it."
        raise ValidationError(sentence, code="changed_meanwhile")


def _last_writer_id(draft: Review) -> int | None:
    """Who saved it last: one's own save that is still on its way back to the page is no conflict."""
    events = AuditEvent.objects.filter(object_type="review", object_id=draft.pk).order_by("-pk")
    return events.values_list("user_id", flat=True).first()


def _check(draft: Review) -> None:
    problems = {"abcd": abcd_problem(draft.abcd), "seven_point": seven_point_problem(draft.seven_point)}
    if draft.follow_up_weeks is not None:
        if draft.management != Review.Management.FOLLOW_UP:
            problems["follow_up_weeks"] = "Weeks belong to a photo follow-up only."
        elif not 1 <= draft.follow_up_weeks <= LONGEST_WEEKS:
            problems["follow_up_weeks"] = f"Give a number of weeks from 1 to {LONGEST_WEEKS}."
    if len(draft.notes) > MOST_NOTES:
        problems["notes"] = f"At most {MOST_NOTES} characters."
    errors = {name: ValidationError(words, code="does_not_fit") for name, words in problems.items() if words}
    if errors:
        raise ValidationError(errors)
