"""A table as spreadsheets save it."""

import codecs

import pytest

from cases.imports.refused import ImportRefused
from cases.imports.sheet import read_sheet

TABLE = "file,patient\na.jpg,Zoë\n"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        codecs.BOM_UTF8 + TABLE.encode(),
        TABLE.encode("utf-16"),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").encode(),
        TABLE.replace("\n", "\r\n").encode(),
        ("\n" + TABLE).encode(),
        b'"file","patient"\n"a.jpg","Zo\xc3\xab"\n',
    ],
    ids=["plain", "BOM", "UTF-16", "semicolon", "tab", "CRLF", "empty line first", "quotes"],
)
def test_the_ways_a_table_is_saved(data):
    sheet = read_sheet(data)
    assert sheet.header == ["file", "patient"]
    assert [cells for _, cells in sheet.lines] == [["a.jpg", "Zoë"]]


def test_rows_are_numbered_as_the_spreadsheet_numbers_them():
    assert [number for number, _ in read_sheet(b"file\na.jpg\n\n,\nb.jpg\n").lines] == [2, 5]


def test_a_cell_that_our_own_exports_made_safe_is_read_as_it_was():
    assert list(read_sheet(b"file,patient\na.jpg,'-17\nb.jpg,'Aloha\n").lines) == [
        (2, ["a.jpg", "-17"]),
        (3, ["b.jpg", "'Aloha"]),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("file,patient\na.jpg,Zoë\n".encode("latin-1"), "sheet_encoding"),
        (b"file,patient\na.jpg,\0\n", "sheet_unreadable"),
        (b'file,patient\n"a.jpg,x\n', "sheet_unreadable"),
        (b"file,patient\n", "sheet_empty"),
        (b"", "sheet_empty"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(data, code):
    with pytest.raises(ImportRefused) as refused:
        read_sheet(data)
    assert refused.value.code == code


def test_a_table_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("cases.imports.sheet.MOST_ROWS", 2)
    assert read_sheet(b"file\na\nb\n").count == 2
    with pytest.raises(ImportRefused) as refused:
        read_sheet(b"file\na\nb\nc\n")
    assert refused.value.code == "sheet_too_long"


def test_a_line_of_endless_columns_is_refused():
    with pytest.raises(ImportRefused, match="Line 2 of the CSV has more than 500 columns") as refused:
        read_sheet(b"file,patient\n" + b"," * 501 + b"\n")
    assert refused.value.code == "sheet_too_long"
