"""What is wrong with one row or file of a download, said with file and line."""

import csv
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("file", "line", "image_id", "problem", "row", "message")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    code: stable, for counting. message: one sentence. file: as seen from the source. line: of a table, from 1; None
    where the file is no table. left_out: the row is not in the result, or the file was not read.
    """

    code: str
    message: str
    file: str
    line: int | None = None
    image_id: str = ""
    left_out: bool = True

    @property
    def place(self) -> str:
        """File and line as people write them."""
        return self.file if self.line is None else f"{self.file}, line {self.line}"


def write_problems(problems: Sequence[Problem], path: Path) -> None:
    """Writes every problem as a row of a CSV, with a header even where there is none; old or new, never half."""
    unfinished = path.with_suffix(".unfinished.csv")
    with unfinished.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for each in problems:
            row = "left out" if each.left_out else "kept"
            writer.writerow([each.file, each.line or "", each.image_id, each.code, row, each.message])
    os.replace(unfinished, path)


def summary_of(problems: Sequence[Problem]) -> str:
    """A line for each kind of problem: how often, and the first one as an example."""
    kinds = defaultdict(list)
    for problem in problems:
        kinds[problem.code, problem.left_out].append(problem)
    return "\n".join(
        f"{len(found):6} x {code} ({'left out' if left_out else 'kept'}), first: {found[0].place}: {found[0].message}"
        for (code, left_out), found in sorted(kinds.items())
    )
