"""The two checklists of a review in words: the score, what it speaks for, and what was seen."""

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

    @property
    def line(self) -> str:
        """All of it in one line, as "6.2, speaks for melanoma (above 5.45); asymmetric in 2 of 2 axes"."""
        scored = f"{self.score}, {self.says}" if self.says else self.score
        return "; ".join(part for part in (scored, self.seen) if part)


def scores_of(review: Review) -> list[Score]:
    """The checklists that somebody filled in."""
    return [score for score in (_abcd(review.abcd), _seven_point(review.seven_point)) if score.seen]


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
