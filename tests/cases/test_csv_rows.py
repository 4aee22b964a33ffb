"""No cell of an export is a formula, and nothing is lost."""

import csv
import re
from io import StringIO

import pytest

from cases.csv_rows import csv_response, safe_cell, stream_csv
from cases.imports.sheet import read_sheet


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])  # noqa: RUF001
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(first):
    assert safe_cell(f'{first}HYPERLINK("http://example.org")') == f'\'{first}HYPERLINK("http://example.org")'


@pytest.mark.parametrize(
    ("value", "cell"), [("Öberg, Nils", "Öberg, Nils"), (None, ""), (0, "0"), (0.5, "0.5"), ("a=b", "a=b"), ("", "")]
)
def test_everything_else_stays_as_it_is(value, cell):
    assert safe_cell(value) == cell


def test_lines_come_one_by_one_and_are_read_back_as_they_were():
    asked = []

    def rows():
        for number in range(3):
            asked.append(number)
            yield number, 'says "no", twice', "two\nlines"

    lines = stream_csv(["a", "b", "=c"], rows())
    assert next(lines) == "a,b,'=c\r\n"
    assert asked == []
    read = list(csv.reader(StringIO("".join(lines), newline="")))
    assert read == [[str(number), 'says "no", twice', "two\nlines"] for number in range(3)]


def test_the_answer_is_a_download_that_nobody_keeps():
    answer = csv_response("worklist.csv", ["name"], [["Öberg"]])

    assert answer.streaming
    assert answer["Content-Disposition"] == 'attachment; filename="worklist.csv"'
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer).decode("utf-8-sig") == "name\r\nÖberg\r\n"


@pytest.mark.parametrize("cell", ["a;=1+1", "a; @SUM(A1)", "a\t-2", "a\n+3", "=1;=2", "a;b"])
def test_a_formula_behind_another_separator_is_made_safe_and_comes_back(cell):
    safe = safe_cell(cell)
    assert not re.search(r"[;\t\n]\s*[=+\-@]", safe)
    line = next(iter(list(stream_csv(["text"], [[cell]]))[1:]))
    assert [cells for _, cells in read_sheet(f"text,end\r\n{line.strip()},x\r\n".encode()).lines] == [[cell, "x"]]
