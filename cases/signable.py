"""What a review still needs before it can be signed: one list, for the page, the API and the signature itself."""

from cases.agreement import DISAGREES, agreement


def agreement_of(review, verdict: str | None) -> str:
    """Whether what the draft says follows the result; empty while it does not say enough."""
    if not review.diagnosis or not review.management:
        return ""
    return agreement(verdict, diagnosis=review.diagnosis, management=review.management)


def missing_for_signature(review, verdict: str | None) -> dict[str, str]:
    """By field, in words; empty when nothing is missing.

    Args:
        review: a `cases.models.Review`.
        verdict: of the result that speaks for the case, None without one.
    """
    missing = {}
    if not review.diagnosis:
        missing["diagnosis"] = "Choose a diagnosis."
    if not review.management:
        missing["management"] = "Choose what happens next."
    if review.management == "follow_up" and not review.follow_up_weeks:
        missing["follow_up_weeks"] = "Say in how many weeks."
    disagrees = agreement_of(review, verdict) == DISAGREES
    if disagrees and not review.override_reason:
        missing["override_reason"] = "Choose why your decision departs from the result."
    if (review.diagnosis == "other" or disagrees and review.override_reason == "other") and not review.notes.strip():
        missing["notes"] = 'You chose "other": say in the notes what you mean.'
    return missing
