"""How far old and new agree, counted in the database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, QuerySet

from analysis.models import Analysis
from cases.selectors.performance.share import Share, share
from cases.selectors.what_changed.words import ANSWERS, OUTCOMES

VERDICTS = ("suspicious", "needs_a_person", "likely_benign")


@dataclass(frozen=True)
class Row:
    """What stood before, and how many of its pictures came to what, by the table's columns."""

    code: str
    counts: dict[str, int]
    n: int


@dataclass(frozen=True)
class Table:
    """Old results down, new ones across; only what occurs. `columns` sum to `totals`."""

    columns: list[str]
    rows: list[Row]
    totals: dict[str, int]
    n: int


class Against(NamedTuple):
    """Versions that stood before, and for how many pictures."""

    segmenter: str
    classifier: str
    n: int


@dataclass(frozen=True)
class Agreement:
    """`same`: pictures with the same verdict, of those that had one before and have one now.

    `more_worrying` and `less_worrying` are the verdicts that flipped, in each direction; `against` says which versions
    stood before, and for how many pictures.
    """

    verdicts: Table
    answers: Table
    same: Share
    more_worrying: int
    less_worrying: int
    against: list[Against]


def agreement(rows: QuerySet[Analysis]) -> Agreement:
    """The tables of `compared` rows; two queries that group."""
    pairs = Counter()
    answers = Counter()
    grouped = rows.values("outcome_before", "outcome", "answer_before", "answer").annotate(total=Count("pk"))
    for row in grouped:
        pairs[row["outcome_before"], row["outcome"]] += row["total"]
        answers[row["answer_before"], row["answer"]] += row["total"]
    judged = {pair: total for pair, total in pairs.items() if set(pair) <= set(VERDICTS)}
    steps = {(old, new): VERDICTS.index(old) - VERDICTS.index(new) for old, new in judged}
    before = rows.filter(before__isnull=False).values("before__segmenter__version", "before__classifier__version")
    return Agreement(
        verdicts=_table(pairs, OUTCOMES),
        answers=_table(answers, ANSWERS),
        same=share(sum(total for pair, total in judged.items() if not steps[pair]), sum(judged.values())),
        more_worrying=sum(total for pair, total in judged.items() if steps[pair] > 0),
        less_worrying=sum(total for pair, total in judged.items() if steps[pair] < 0),
        against=[Against(*row.values()) for row in before.annotate(total=Count("pk")).order_by("-total")],
    )


def _table(pairs: Counter, order: Iterable[str]) -> Table:
    columns = [code for code in order if any(code == new for _, new in pairs)]
    rows = [_row(old, columns, pairs) for old in order if any(old == code for code, _ in pairs)]
    totals = {column: sum(row.counts[column] for row in rows) for column in columns}
    return Table(columns, rows, totals, sum(totals.values()))


def _row(old: str, columns: Sequence[str], pairs: Counter) -> Row:
    counts = {column: pairs[old, column] for column in columns}
    return Row(old, counts, sum(counts.values()))
