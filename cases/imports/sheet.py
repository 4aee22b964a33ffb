"""A table that somebody saved as CSV: its encoding, its separator, its lines."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO

from cases.csv_rows import FORMULA, UNSEEN, is_risky
from cases.imports.refused import ImportRefused

MOST_BYTES = 100_000_000
TOO_LARGE = f"The CSV is larger than {MOST_BYTES // 1_000_000} MB."
MOST_ROWS = 200_000
MOST_COLUMNS = 500
LONGEST_LINE = 1_000_000
ESCAPED_INSIDE = re.compile(rf"([;\t\r\n]{UNSEEN})'(?={FORMULA})")  # what `safe_cell` does inside a cell
SEPARATORS = (",", ";", "\t")


class Sheet:
    """A table on disk. Its rows are read anew whenever somebody asks, and never lie in memory together."""

    def __init__(self, table: IO[bytes]):
        """Read it once from end to end; nothing of it is kept but the names of the columns and how many rows there are.

        Raises:
            ImportRefused: see `read_sheet`.
        """
        self._table = table
        rows = self._rows()
        _, self.header = next(rows, (0, []))
        self.count = sum(1 for _ in rows)
        if not self.count:
            raise ImportRefused("sheet_empty", "The CSV has no row below the names of its columns.")

    @property
    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """The lines below the header: number (as a spreadsheet counts) and cells."""
        return islice(self._rows(), 1, None)

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        lines = _lines(self._table)
        empty, first = [], ""
        for first in lines:
            empty.append(first)
            if first.strip("\r\n"):
                break
        separator = max(SEPARATORS, key=first.count)
        reader = csv.reader(chain(empty, lines), delimiter=separator, strict=True)
        try:
            yield from _filled(reader)
        except csv.Error as error:
            sentence = f"Line {reader.line_num} of the CSV cannot be read ({error}). Save the table again as CSV."
            raise ImportRefused("sheet_unreadable", sentence) from error


def read_sheet(table: bytes | IO[bytes]) -> Sheet:
    """The table in a CSV file: UTF-8 (with or without BOM) or UTF-16 with BOM; comma, semicolon or tab.

    Args:
        table: its bytes, or a file that can be read more than once and stays open as long as the sheet is used.

    Raises:
        ImportRefused: codes "sheet_too_large", "sheet_encoding", "sheet_unreadable", "sheet_empty", "sheet_too_long".
    """
    return Sheet(io.BytesIO(table) if isinstance(table, bytes) else table)


def _filled(reader: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    # counted while it is read: a file of ten million short lines must not be in memory before it is refused
    count = 0
    for number, row in enumerate(reader, start=1):
        if len(row) > MOST_COLUMNS:
            raise ImportRefused("sheet_too_long", f"Line {number} of the CSV has more than {MOST_COLUMNS} columns.")
        cells = [_plain(cell) for cell in row]
        if any(cells):
            count += 1
            yield number, cells
        if count > MOST_ROWS + 1:
            sentence = f"The CSV has more than {MOST_ROWS} rows. Split it and import in parts."
            raise ImportRefused("sheet_too_long", sentence)


def _lines(table: IO[bytes]) -> Iterator[str]:
    """The lines as text, from the beginning, none of them endless."""
    if table.seek(0, io.SEEK_END) > MOST_BYTES:
        raise ImportRefused("sheet_too_large", TOO_LARGE)
    table.seek(0)
    wide = table.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    table.seek(0)
    text = io.TextIOWrapper(io.BufferedReader(_Bytes(table)), encoding="utf-16" if wide else "utf-8-sig", newline="")
    try:
        while line := text.readline(LONGEST_LINE):
            # what no spreadsheet writes: a program, a picture, a line as long as a file
            if "\0" in line or len(line) == LONGEST_LINE:
                sentence = "This is not a CSV file. Save the table as CSV and upload that."
                raise ImportRefused("sheet_unreadable", sentence)
            yield line
    except UnicodeError as error:
        # guessing an old code page would write wrong names into the record
        sentence = "The CSV is not in UTF-8. In Excel choose “CSV UTF-8” when saving, then upload it again."
        raise ImportRefused("sheet_encoding", sentence) from error


class _Bytes(io.RawIOBase):
    """A file for Python's reader of text, which closes what it reads, and wants more of it than an upload can do."""

    def __init__(self, table: IO[bytes]):
        self._table = table

    def readable(self) -> bool:
        return True

    def readinto(self, room) -> int:
        data = self._table.read(len(room))
        room[: len(data)] = data
        return len(data)


def _plain(cell: str) -> str:
    # our own exports put an apostrophe before what a spreadsheet would take for a formula
    cell = ESCAPED_INSIDE.sub(r"\1", cell.strip())
    return cell[1:] if cell.startswith("'") and is_risky(cell[1:]) else cell
