"""A review in words, and what the case page offers to do with it."""

from dataclasses import dataclass

from cases.checklists import (
    ABCD_BANDS,
    COLOURS,
    SEVEN_POINT_BANDS,
    SEVEN_POINT_BY_CODE,
    STRUCTURES,
    abcd_score,
    band,
    seven_point_score,
)
from cases.models import Review


@dataclass(frozen=True)
class Score:
    """A checklist: its score with the band it falls into, empty without one, and what was seen."""

    name: str
    score: str
    says: str
    seen: str


@dataclass(frozen=True)
class ReviewSummary:
    """One version of a review."""

    review: Review
    management: str
    scores: list[Score]


def present_review(review: Review) -> ReviewSummary:
    """`review`, with its author and signer fetched."""
    scores = [_abcd(review.abcd), _seven_point(review.seven_point)]
    return ReviewSummary(review, _management(review), [score for score in scores if score.seen])


def _management(review: Review) -> str:
    words = review.get_management_display()
    if review.follow_up_weeks is None:
        return words
    return f"{words} in {review.follow_up_weeks} week{'' if review.follow_up_weeks == 1 else 's'}"


def _abcd(seen: dict) -> Score:
    parts = []
    if "asymmetry" in seen:
        parts.append(f"asymmetric in {seen['asymmetry']} of 2 axes")
    if "border" in seen:
        parts.append(f"abrupt edge in {seen['border']} of 8 segments")
    for name, words in (("colours", COLOURS), ("structures", STRUCTURES)):
        if seen.get(name):
            parts.append(f"{name} {', '.join(words[code].lower() for code in seen[name])}")
    score = abcd_score(seen)
    shown = ("not complete", "") if score is None else (f"{score:.1f}", band(score, ABCD_BANDS))
    return Score("ABCD rule", *shown, "; ".join(parts))


def _seven_point(codes: list[str]) -> Score:
    score = seven_point_score(codes)
    shown = ("", "") if score is None else (str(score), band(score, SEVEN_POINT_BANDS))
    names = ", ".join(SEVEN_POINT_BY_CODE[code].name.lower() for code in codes)
    return Score("7-point checklist", *shown, names)
