"""A table that somebody saved as CSV: its encoding, its separator, its lines."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases.csv_rows import RISKY
from cases.imports.refused import ImportRefused

MOST_BYTES = 100_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 500
ESCAPED_INSIDE = re.compile(r"([;\t\n]\s*)'(?=[=+\-@＝＋－＠])")  # noqa: RUF001 - what `safe_cell` does inside a cell
SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True)
class Sheet:
    """The names of the columns as they are written, and the lines below: number (as a spreadsheet counts) and cells."""

    header: list[str]
    lines: list[tuple[int, list[str]]]


def read_sheet(data: bytes) -> Sheet:
    """The table in the bytes of a CSV file: UTF-8 (with or without BOM) or UTF-16 with BOM; comma, semicolon or tab.

    Raises:
        ImportRefused: codes "sheet_too_large", "sheet_encoding", "sheet_unreadable", "sheet_empty", "sheet_too_long".
    """
    text = _decoded(data)
    first_line = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(SEPARATORS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = list(_filled(reader))
    except csv.Error as error:
        sentence = f"Line {reader.line_num} of the CSV cannot be read ({error}). Save the table again as CSV."
        raise ImportRefused("sheet_unreadable", sentence) from error
    if len(rows) < 2:
        raise ImportRefused("sheet_empty", "The CSV has no row below the names of its columns.")
    (_, header), *lines = rows
    return Sheet(header=header, lines=lines)


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


def _decoded(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise ImportRefused("sheet_too_large", f"The CSV is larger than {MOST_BYTES // 1_000_000} MB.")
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        # guessing an old code page would write wrong names into the record
        sentence = "The CSV is not in UTF-8. In Excel choose “CSV UTF-8” when saving, then upload it again."
        raise ImportRefused("sheet_encoding", sentence) from error
    if "\0" in text:
        raise ImportRefused("sheet_unreadable", "This is not a CSV file. Save the table as CSV and upload that.")
    return text


def _plain(cell: str) -> str:
    # our own exports put an apostrophe before what a spreadsheet would take for a formula
    cell = ESCAPED_INSIDE.sub(r"\1", cell.strip())
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell
