"""What a download holds: pictures, masks and tables, each found by name and header, wherever they lie."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ml.dataset import PICTURE_SUFFIXES
from ml.layouts.problem import Problem
from ml.layouts.source import Member, Source, UnreadableMember

MASK_ENDING = "_segmentation.png"

# Pictures that lie beside the photographs in ISIC 2018 tasks 1 and 2 and are none.
_NO_PHOTOGRAPH = re.compile(r"_(superpixels|segmentation|attribute_\w+)$")

_TABLE_SUFFIXES = (".csv", ".tab", ".tsv")
_HEADER_BYTES = 4096


@dataclass(frozen=True)
class Table:
    """A table with its columns' names in lower case."""

    member: Member
    columns: tuple[str, ...]
    delimiter: str

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Line number and cells by column; a row of another length than the header's has a cell named ''.

        Raises:
            UnreadableMember: the file is damaged.
        """
        text = self.member.read().decode("utf-8-sig", errors="replace")
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter)
        next(lines)
        for cells in lines:
            if any(cells):
                row = dict(zip(self.columns, (cell.strip() for cell in cells), strict=False))
                yield lines.line_num, row if len(cells) == len(self.columns) else {**row, "": "ragged"}


@dataclass
class Contents:
    """pictures and masks: by image_id. tables: with a header that could be read. problems: see `Problem`."""

    pictures: dict[str, Member] = field(default_factory=dict)
    masks: dict[str, Member] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def tables_with(self, *columns: str) -> list[Table]:
        """The tables that have all these columns."""
        return [table for table in self.tables if set(columns) <= set(table.columns)]


def contents_of(source: Source) -> Contents:
    """Sorts the source's files; of two with one name (Kaggle ships every picture twice) the first path counts."""
    contents = Contents(problems=list(source.problems))
    for member in source.members:
        path = PurePosixPath(member.path)
        if member.name.endswith(MASK_ENDING):
            _keep(contents, contents.masks, member.name.removesuffix(MASK_ENDING), member)
        elif path.suffix.lower() in PICTURE_SUFFIXES:
            if not _NO_PHOTOGRAPH.search(path.stem):
                _keep(contents, contents.pictures, path.stem, member)
        elif path.suffix.lower() in _TABLE_SUFFIXES or (not path.suffix and "metadata" in path.name.lower()):
            table = _table(member, contents)
            if table:
                contents.tables.append(table)
    return contents


def _keep(contents: Contents, found: dict[str, Member], image_id: str, member: Member) -> None:
    first = found.setdefault(image_id, member)
    if first.size != member.size:
        message = f"Differs from {first.path}, which was taken."
        contents.problems.append(Problem("two_versions", message, member.path, None, image_id, left_out=False))


def _table(member: Member, contents: Contents) -> Table | None:
    try:
        header = member.read(_HEADER_BYTES).decode("utf-8-sig", errors="replace").splitlines()[:1]
    except UnreadableMember as error:
        contents.problems.append(Problem("table_unreadable", str(error), member.path))
        return None
    if not header:
        return None
    delimiter = max("\t,;", key=header[0].count)
    names = next(csv.reader(header, delimiter=delimiter), [])
    return Table(member, tuple(name.strip().lower() for name in names), delimiter)
