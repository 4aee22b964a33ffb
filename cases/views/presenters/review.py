"""A review in words, and what the case page offers to do with it."""

from dataclasses import dataclass

from cases.models import Review
from cases.wording.scores import Score, scores_of


@dataclass(frozen=True)
class ReviewSummary:
    """One version of a review."""

    review: Review
    management: str
    scores: list[Score]


def present_review(review: Review) -> ReviewSummary:
    """`review`, with its author and signer fetched."""
    return ReviewSummary(review, _management(review), scores_of(review))


def _management(review: Review) -> str:
    words = review.get_management_display()
    if review.follow_up_weeks is None:
        return words
    return f"{words} in {review.follow_up_weeks} week{'' if review.follow_up_weeks == 1 else 's'}"
