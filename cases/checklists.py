"""Two published checklists of dermatoscopy: what may be seen, and the score that follows from it.

Both were made for melanocytic lesions only, and both support a judgement; neither makes one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

ABCD_SOURCES = (
    "Stolz W et al. ABCD rule of dermatoscopy: a new practical method for early recognition of malignant melanoma. "
    "European Journal of Dermatology 1994; 4: 521-527.",
    "Nachbar F et al. The ABCD rule of dermatoscopy: high prospective value in the diagnosis of doubtful melanocytic "
    "skin lesions. Journal of the American Academy of Dermatology 1994; 30: 551-559.",
)
SEVEN_POINT_SOURCES = (
    "Argenziano G et al. Epiluminescence microscopy for the diagnosis of doubtful melanocytic skin lesions: comparison "
    "of the ABCD rule of dermatoscopy and a new 7-point checklist based on pattern analysis. Archives of Dermatology "
    "1998; 134: 1563-1570.",
)

# factors and limits of Nachbar et al. 1994, in tenths: 0.1 has no exact binary fraction, and 5.45 is a limit
TENTHS = {"asymmetry": 13, "border": 1, "colours": 5, "structures": 5}
LARGEST = {"asymmetry": 2, "border": 8}
COLOURS = {
    "white": "White",
    "red": "Red",
    "light_brown": "Light brown",
    "dark_brown": "Dark brown",
    "blue_gray": "Blue-gray",
    "black": "Black",
}
STRUCTURES = {
    "network": "Pigment network",
    "structureless": "Structureless areas",
    "streaks": "Branched streaks",
    "dots": "Dots",
    "globules": "Globules",
}
# the score from which on the sentence holds; scores are whole tenths, so that the first above 5.45 is 5.5
ABCD_BANDS = (
    (0.0, "speaks for a benign melanocytic lesion (below 4.75)"),
    (4.75, "suspicious: excise, or follow closely (4.75 to 5.45)"),
    (5.5, "speaks for melanoma (above 5.45)"),
)


@dataclass(frozen=True)
class Criterion:
    """One criterion of the 7-point checklist."""

    code: str
    name: str
    points: int


SEVEN_POINT: tuple[Criterion, ...] = (
    Criterion("network", "Atypical pigment network", 2),
    Criterion("veil", "Blue-whitish veil", 2),
    Criterion("vessels", "Atypical vascular pattern", 2),
    Criterion("streaks", "Irregular streaks", 1),
    Criterion("pigmentation", "Irregular pigmentation (blotches)", 1),
    Criterion("dots", "Irregular dots or globules", 1),
    Criterion("regression", "Regression structures", 1),
)
SEVEN_POINT_BY_CODE = {criterion.code: criterion for criterion in SEVEN_POINT}
SEVEN_POINT_BANDS = ((0.0, "does not speak for melanoma (below 3)"), (3.0, "speaks for melanoma (3 or more)"))


def abcd_score(seen: Mapping[str, Any]) -> float | None:
    """The total dermatoscopy score, 1.0 to 8.9; None while a part of it was not judged.

    Args:
        seen: "asymmetry" 0 to 2 axes, "border" 0 to 8 segments with an abrupt edge, "colours" and "structures" as lists
            of codes. Every lesion has a colour and a structure: an empty list means that nobody looked.

    Source: Nachbar et al. 1994: 1.3 A + 0.1 B + 0.5 C + 0.5 D.
    """
    counts = {name: seen.get(name) for name in LARGEST} | {
        name: len(seen.get(name, ())) or None for name in ("colours", "structures")
    }
    if any(count is None for count in counts.values()):
        return None
    return sum(TENTHS[name] * count for name, count in counts.items()) / 10


def seven_point_score(seen: Collection[str]) -> int | None:
    """The sum of the points of the criteria seen, 1 to 10; None when none is ticked: nobody looked, or none is there.

    Source: Argenziano et al. 1998: 2 points for each of three major criteria, 1 for each of four minor ones.
    """
    return sum(SEVEN_POINT_BY_CODE[code].points for code in seen) if seen else None


def band(score: float, bands: tuple[tuple[float, str], ...]) -> str:
    """The sentence that holds for `score`."""
    return next(words for least, words in reversed(bands) if score >= least)


def abcd_problem(seen: Any) -> str:
    """Why `seen` is no account of the ABCD rule, in words; empty where it is one. A part may be missing."""
    if not isinstance(seen, dict) or seen.keys() - TENTHS.keys():
        return f"Give an object with any of {', '.join(TENTHS)}."
    for name, largest in LARGEST.items():
        value = seen.get(name, 0)
        if type(value) is not int or not 0 <= value <= largest:
            return f"{name.capitalize()} is a whole number from 0 to {largest}."
    for name, known in (("colours", COLOURS), ("structures", STRUCTURES)):
        if not _distinct_codes(seen.get(name, []), known):
            return f"{name.capitalize()} is a list of different codes out of {', '.join(known)}."
    return ""


def seven_point_problem(seen: Any) -> str:
    """The same for the 7-point checklist."""
    known = SEVEN_POINT_BY_CODE
    return "" if _distinct_codes(seen, known) else f"Give a list of different codes out of {', '.join(known)}."


def _distinct_codes(given: Any, known: Collection[str]) -> bool:
    if not isinstance(given, list) or not all(isinstance(code, str) for code in given):
        return False
    return len(set(given)) == len(given) and set(given) <= set(known)
