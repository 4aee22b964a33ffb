"""From compared lesions to figures; nothing here asks the database."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.diagnoses import BY_CODE
from cases.selectors.performance.compared import Compared
from cases.selectors.performance.share import Share, share
from cases.selectors.performance.version_pictures import REFUSED
from ml.diagnoses import CODES
from ml.subgroups import NOT_STATED

OUTCOMES = ("suspicious", "needs_a_person", "likely_benign", REFUSED)
COLUMNS = (*CODES, "needs_a_person", REFUSED)
GROUPS = {"skin_type": "Skin type", "site": "Body site", "age": "Age"}


@dataclass(frozen=True)
class MatrixRow:
    """A true diagnosis, and how many of its lesions got which answer, by `COLUMNS`."""

    code: str
    counts: dict[str, int]
    n: int


@dataclass(frozen=True)
class Spoken:
    """What the program said to malignant, benign or undetermined lesions, by `OUTCOMES`."""

    group: str
    counts: dict[str, int]
    n: int


@dataclass(frozen=True)
class Figures:
    """Sensitivity and specificity are of the lesions that got an answer; what got none is counted beside them.

    `not_missed`: malignant lesions that were suspicious, left to a person or refused, of all malignant ones: whatever
    was not called likely benign.
    """

    n: int
    malignant: int
    benign: int
    sensitivity: Share
    specificity: Share
    not_missed: Share
    needs_a_person: Share
    refused: Share


@dataclass(frozen=True)
class Point:
    """An operating point that was used, and on how many of the lesions that got an answer."""

    name: str
    threshold: float
    n: int


@dataclass(frozen=True)
class Group:
    """The figures of one skin type, site or age band; `overrides` of the signed reviews of the same group."""

    name: str
    figures: Figures
    overrides: Share


def matrix(rows: Iterable[Compared]) -> list[MatrixRow]:
    """One row for each diagnosis that occurs, in the order of `cases.diagnoses`."""
    pairs = Counter((row.truth, row.answer or row.outcome) for row in rows)
    counted = {code: {column: pairs[code, column] for column in COLUMNS} for code in BY_CODE}
    return [MatrixRow(code, counts, n) for code, counts in counted.items() if (n := sum(counts.values()))]


def spoken(rows: Iterable[Compared]) -> list[Spoken]:
    """Malignant and benign always; undetermined where there are any."""
    names = {True: "malignant", False: "benign", None: "undetermined"}
    pairs = Counter((names[row.malignant], row.outcome) for row in rows)
    counted = {group: {outcome: pairs[group, outcome] for outcome in OUTCOMES} for group in names.values()}
    return [
        Spoken(group, counts, n)
        for group, counts in counted.items()
        if (n := sum(counts.values())) or group != "undetermined"
    ]


def figures(rows: Sequence[Compared]) -> Figures:
    """The figures of these lesions."""
    of_malignant = Counter(row.outcome for row in rows if row.malignant is True)
    of_benign = Counter(row.outcome for row in rows if row.malignant is False)
    malignant, benign, n = of_malignant.total(), of_benign.total(), len(rows)
    of_all = Counter(row.outcome for row in rows)
    return Figures(
        n=n,
        malignant=malignant,
        benign=benign,
        sensitivity=share(of_malignant["suspicious"], of_malignant["suspicious"] + of_malignant["likely_benign"]),
        specificity=share(of_benign["likely_benign"], of_benign["suspicious"] + of_benign["likely_benign"]),
        not_missed=share(malignant - of_malignant["likely_benign"], malignant),
        needs_a_person=share(of_all["needs_a_person"], n),
        refused=share(of_all[REFUSED], n),
    )


def points(rows: Iterable[Compared]) -> list[Point]:
    """The operating points that the answers were compared with, the most used first."""
    used = Counter((row.operating_point, row.threshold) for row in rows if row.answer)
    return [Point(name, threshold, n) for (name, threshold), n in used.most_common()]


def groups(rows: Sequence[Compared], overrides: Sequence) -> dict[str, list[Group]]:
    """By skin type, site and age: each group's figures; groups in order, who is not stated last.

    Args:
        rows: compared lesions.
        overrides: `Decision` rows of the signed reviews.
    """
    return {kind: _groups(kind, rows, overrides) for kind in GROUPS}


def _groups(kind: str, rows: Sequence[Compared], overrides: Sequence) -> list[Group]:
    of_group, decided = defaultdict(list), defaultdict(list)
    for row in rows:
        of_group[getattr(row, kind)].append(row)
    for decision in overrides:
        decided[getattr(decision, kind)].append(decision.overridden)
    return [
        Group(name, figures(of_group[name]), share(sum(decided[name]), len(decided[name])))
        for name in sorted({*of_group, *decided}, key=lambda name: _place(kind, name))
    ]


def _place(kind: str, name: str) -> tuple[bool, int, str]:
    """Ages by their first year, everything else by name, who is not stated last."""
    stated = name != NOT_STATED
    return not stated, int(name.replace("-", " ").split()[0]) if kind == "age" and stated else 0, name
