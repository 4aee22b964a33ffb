"""Table and files together: one planned row for each picture that somebody wants in, and for each that nobody names."""

from collections.abc import Iterator

from cases.imports.columns import find_columns
from cases.imports.find_key import SEVERAL, Keys
from cases.imports.refused import ImportRefused
from cases.imports.row_values import RowValues
from cases.imports.sheet import Sheet
from cases.models import ImportRow

NO_FILE_COLUMN = "The CSV has no column that names the files: call it `file`, `image` or `isic_id`."


def plan_rows(keys: list[str], sheet: Sheet | None, *, patient: str, site: str) -> Iterator[ImportRow]:
    """Unsaved rows: `unchecked`, or `refused` with what is wrong already.

    Args:
        keys: the files, without the table.
        sheet: the table; without one every file is a row of its own.
        patient: record number for rows that say none.
        site: code of the body site for rows that say none.

    Raises:
        ImportRefused: code "sheet_without_files", the table has no column for the file.
    """
    if sheet is None:
        for number, key in enumerate(keys, start=1):
            read = RowValues({"file": key}, find_columns([]), patient=patient, site=site)
            yield _row(read, number, key)
        return
    columns = find_columns(sheet.header)
    if "file" not in columns.places:
        raise ImportRefused("sheet_without_files", NO_FILE_COLUMN)
    find = Keys(keys).find
    named: dict[str, int] = {}
    for number, line in sheet.lines:
        read = RowValues(columns.cells(line), columns, patient=patient, site=site)
        key = find(read.file) if read.file else ""
        _look_for_file(read, key, named, columns.written["file"])
        if key and key != SEVERAL:
            named.setdefault(key, number)
        yield _row(read, number, "" if key == SEVERAL else key)
    for key in keys:
        if key not in named:
            yield _nobody_names(key)


def _look_for_file(read: RowValues, key: str, named: dict[str, int], column: str) -> None:
    if not read.file:
        return
    if not key:
        read.errors.append(_error(column, "file_missing", "There is no such file among the pictures."))
    elif key == SEVERAL:
        read.errors.append(_error(column, "file_ambiguous", "Several files have this name; write it with its folder."))
    elif key in named:
        read.errors.append(_error(column, "file_twice", f"Row {named[key]} names this file already."))


def _row(read: RowValues, number: int, key: str) -> ImportRow:
    return ImportRow(
        number=number,
        file=read.file[:300],
        key=key,
        record_number=read.record_number,
        lesion_key=read.lesion_key,
        taken_on=read.taken_on,
        histology=read.histology,
        values=read.values,
        errors=read.errors,
        notes=read.notes,
        state=ImportRow.State.REFUSED if read.errors else ImportRow.State.UNCHECKED,
    )


def _nobody_names(key: str) -> ImportRow:
    said = _error("file", "no_row", "No row of the table names this file.")
    return ImportRow(file=key[:300], key=key[:1000], errors=[said], state=ImportRow.State.REFUSED)


def _error(column: str, code: str, message: str) -> dict[str, str]:
    return {"column": column, "code": code, "message": message}
