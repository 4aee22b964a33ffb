"""The clinician's decision, in words."""

from cases.models import Review
from cases.report.content import Decision, Fact
from cases.wording.moments import day, moment
from cases.wording.scores import scores_of


def decision_of(reviews: list[Review]) -> Decision | None:
    """The newest signed of `reviews` (newest first) with the versions before it; None where none is signed."""
    signed = [review for review in reviews if review.signed_at]
    if not signed:
        return None
    latest = signed[0]
    facts = [
        Fact("Diagnosis", latest.get_diagnosis_display(), strong=True),
        Fact("Management", _management(latest), strong=True),
        Fact("First impression", _impression(latest)),
        Fact("The networks' result", latest.get_agreement_display()),
        Fact("Reason to disagree", latest.get_override_reason_display()),
        *(Fact(score.name, score.line) for score in scores_of(latest)),
    ]
    return Decision(
        facts=tuple(fact for fact in facts if fact.value),
        notes=latest.notes,
        signature=f"Signed by {latest.signed_by}, {moment(latest.signed_at)} (version {latest.version})",
        amendments=tuple(_amendment(newer, older) for newer, older in zip(signed, signed[1:], strict=False)),
    )


def _management(review: Review) -> str:
    words = review.get_management_display()
    if not review.follow_up_due_on:
        return words
    weeks = f"{review.follow_up_weeks} week{'' if review.follow_up_weeks == 1 else 's'}"
    return f"{words} in {weeks}, due {day(review.follow_up_due_on)}"


def _impression(review: Review) -> str:
    if not review.impression:
        return ""
    return (
        f"{review.get_impression_display()}, {review.get_impression_confidence_display().lower()} confidence, "
        f"plan: {review.get_impression_plan_display().lower()} ({moment(review.impression_at)}, "
        "before the result was shown)"
    )


def _amendment(newer: Review, older: Review) -> str:
    return (
        f"Version {newer.version} amends version {older.version} ({older.get_diagnosis_display()}, "
        f"{older.get_management_display().lower()}; signed by {older.signed_by}, {moment(older.signed_at)}). "
        f"Reason: {newer.amendment_reason}"
    )
