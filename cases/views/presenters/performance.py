"""The performance page's tables: cells with their shade, groups with their titles, bars with their lengths."""

from dataclasses import dataclass

from analysis.models import Prediction
from cases.diagnoses import BY_CODE
from cases.selectors.performance.judged import COLUMNS, GROUPS, OUTCOMES, Group, MatrixRow, Point, Spoken
from cases.selectors.performance.whole import AGAINST, Performance
from cases.views.presenters.drift import TITLES, Chart, WeekRow, present_drift, week_rows
from ml.diagnoses import CODES, NAMES

SHADES = 10
OUTCOME_NAMES = {**dict(Prediction.Verdict.choices), "refused": "Refused"}
GROUP_NAMES = {"malignant": "Truly malignant", "benign": "Truly benign", "undetermined": "Cannot be said"}


@dataclass(frozen=True)
class Cell:
    """A count; `shade` 0..10 is its share of the row; `tone` right, wrong, apart (no answer) or plain."""

    count: int
    shade: int
    tone: str


@dataclass(frozen=True)
class TableRow:
    """A row of cells."""

    name: str
    note: str
    cells: list[Cell]
    n: int


@dataclass(frozen=True)
class Bar:
    """A reason with its count and the length of its bar."""

    words: str
    count: int
    length: str


@dataclass(frozen=True)
class PerformancePage:
    """What the template prints beside `performance` itself."""

    tabs: list[tuple[str, str, bool]]
    columns: list[tuple[str, str, bool]]
    matrix: list[TableRow]
    outcomes: list[str]
    spoken: list[TableRow]
    points: list[str]
    groups: list[tuple[str, list[Group]]]
    reasons: list[Bar]
    refusals: list[Bar]
    charts: list[Chart]
    means: list[str]
    weeks: list[WeekRow]


def present_performance(found: Performance) -> PerformancePage:
    """The page of these figures."""
    return PerformancePage(
        tabs=[(code, words, code == found.against) for code, words in AGAINST.items()],
        columns=[(code, NAMES.get(code) or OUTCOME_NAMES[code], code in CODES) for code in COLUMNS],
        matrix=[_matrix_row(row) for row in found.matrix],
        outcomes=[OUTCOME_NAMES[outcome] for outcome in OUTCOMES],
        spoken=[_spoken_row(row) for row in found.spoken],
        points=[_point(point) for point in found.points],
        groups=[(GROUPS[kind], groups) for kind, groups in found.groups.items()],
        reasons=_bars([(reason.words, reason.count) for reason in found.overrides.reasons]),
        refusals=_bars([(refusal.words, refusal.count) for refusal in found.pictures.refusals]),
        charts=present_drift(found.drift),
        means=[TITLES[each.name][0] for each in found.drift.distributions],
        weeks=week_rows(found.drift),
    )


def shade(count: int, n: int) -> int:
    """A step of 0..10; what is there at all is never as white as nothing."""
    return max(round(SHADES * count / n), 1) if count else 0


def _matrix_row(row: MatrixRow) -> TableRow:
    diagnosis = BY_CODE[row.code]
    kind = {True: "malignant", False: "benign", None: ""}[diagnosis.malignant]
    cells = [Cell(count, shade(count, row.n), _tone(column, diagnosis.ham)) for column, count in row.counts.items()]
    return TableRow(diagnosis.name, kind, cells, row.n)


def _tone(column: str, ham: str) -> str:
    if column not in CODES:
        return "apart"
    # a diagnosis that the networks do not know has no right answer among the seven
    return "plain" if not ham else "right" if column == ham else "wrong"


def _spoken_row(row: Spoken) -> TableRow:
    right = {"malignant": "suspicious", "benign": "likely_benign"}.get(row.group)
    cells = []
    for outcome, count in row.counts.items():
        apart = outcome in ("needs_a_person", "refused")
        tone = "apart" if apart else "plain" if right is None else "right" if outcome == right else "wrong"
        cells.append(Cell(count, shade(count, row.n), tone))
    return TableRow(GROUP_NAMES[row.group], "", cells, row.n)


def _point(point: Point) -> str:
    name = dict(Prediction.OperatingPoint.choices).get(point.name, "threshold of an older version")
    return f"{str(name).lower()} at {point.threshold:.1%} (n = {point.n})"


def _bars(counted: list[tuple[str, int]]) -> list[Bar]:
    most = max((count for _, count in counted), default=1)
    return [Bar(words, count, f"{100 * count / most:.1f}%") for words, count in counted]
