"""Tables as CSV that a spreadsheet can open without running what somebody typed."""

import csv
import re
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

# What Excel, LibreOffice or Google Sheets may take for the start of a formula, full-width signs included.
# Source: OWASP, "CSV Injection".
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
# what a spreadsheet, or whoever cleans a table up, drops before it looks: spaces of any width, signs of no width
UNSEEN = r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*"
FORMULA = r"[=+\-@＝＋－＠]"  # noqa: RUF001
BEGINS_LIKE_A_FORMULA = re.compile(UNSEEN + FORMULA)
# where lists are separated by semicolons or tabs, a spreadsheet may begin a new cell in the middle of ours
AFTER_A_SEPARATOR = re.compile(rf"([;\t\r\n]{UNSEEN})(?={FORMULA})")
BOM = "\ufeff"  # without it Excel reads UTF-8 as the machine's old code page


def safe_cell(value: object) -> str:
    """`value` as text; nothing for None; with a leading apostrophe where a spreadsheet would see a formula."""
    text = "" if value is None else str(value)
    text = AFTER_A_SEPARATOR.sub(r"\1'", text)
    return f"'{text}" if is_risky(text) else text


def is_risky(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula, or for the beginning of one."""
    return text.startswith(RISKY) or BEGINS_LIKE_A_FORMULA.match(text) is not None


def stream_csv(header: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180, comma, CRLF), one at a time, header first; every cell is made safe."""
    writer = csv.writer(_Echo())
    yield writer.writerow([safe_cell(cell) for cell in header])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


def csv_response(name: str, header: Iterable[object], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """A download called `name` whose rows are read while it is sent; no browser or proxy keeps it."""
    lines = (line if number else BOM + line for number, line in enumerate(stream_csv(header, rows)))
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


class _Echo:
    """A file that gives back what is written to it, so that `csv` keeps no row in memory."""

    def write(self, line: str) -> str:
        return line
