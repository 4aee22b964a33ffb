"""What every layout is read into: rows that say which picture shows what."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ml.dataset import SAFE_ID
from ml.layouts.contents import Table
from ml.layouts.problem import Problem

# The public columns of HAM10000 in their order; `split` follows them in the folder that is made.
COLUMNS = ("lesion_id", "image_id", "dx", "dx_type", "age", "sex", "localization", "dataset")


@dataclass(frozen=True)
class Row:
    """One picture: its cells by column of `COLUMNS`, "" where nothing is known, and where that stands."""

    cells: dict[str, str]
    file: str
    line: int | None = None

    @property
    def image_id(self) -> str:
        """The picture's name, fit for a file."""
        return self.cells["image_id"]

    @property
    def lesion_id(self) -> str:
        """The lesion's name."""
        return self.cells["lesion_id"]

    @property
    def dx(self) -> str:
        """One of `ml.diagnoses.CODES`, or "" in a data set without diagnoses."""
        return self.cells["dx"]

    def problem(self, code: str, message: str, left_out: bool = True) -> Problem:
        """What is wrong with this row."""
        return Problem(code, message, self.file, self.line, self.image_id, left_out)


@dataclass
class Layout:
    """A recognised data set.

    name: for people. published: how many rows the public one has. masks_needed: a row without a mask is left out.
    notes: sentences about what was chosen.
    """

    name: str
    published: int
    masks_needed: bool
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Takes the row if its image_id is fit for a file and not taken yet."""
        if not SAFE_ID.fullmatch(row.image_id):
            message = f"{row.image_id!r} is no image_id that a file can be named after."
            self.problems.append(row.problem("bad_id", message))
        elif row.image_id in self._lines:
            message = f"{row.image_id} stands in line {self._lines[row.image_id]} already."
            self.problems.append(row.problem("doubled_id", message))
        else:
            self._lines[row.image_id] = row.line
            self.rows.append(row)

    def __post_init__(self):
        self._lines: dict[str, int | None] = {}


def choose_table(tables: Sequence[Table], wanted: str, layout: Layout) -> Table:
    """The table whose name has the wanted word, else the first; the others are noted."""
    ranked = sorted(tables, key=lambda table: (wanted not in table.member.name.lower(), table.member.path))
    layout.notes += [f"{table.member.path} is not used: {ranked[0].member.path} is." for table in ranked[1:]]
    return ranked[0]
