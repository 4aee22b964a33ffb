"""A table of patients is read into the record: all of it, or nothing."""

from dataclasses import dataclass, field
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Clinic, User
from accounts.services.record_event import record_event
from cases.imports.patients import READERS, WrongCell
from cases.imports.refused import ImportRefused
from cases.imports.sheet import read_sheet
from cases.models import Patient
from cases.services.change_patient import CHANGEABLE, change_patient
from cases.services.register_patient import register_patient

MOST_ROWS = 1000  # all of them in one transaction: four seconds in which nobody else writes on SQLite


@dataclass
class PatientsImported:
    """What became of the rows; with `errors`, or after a dry run, nothing was stored and it is what would be."""

    registered: int = 0
    changed: int = 0
    unchanged: int = 0
    stored: bool = False
    ignored_columns: list[str] = field(default_factory=list)
    errors: list[dict[str, object]] = field(default_factory=list)

    def say(self, row: int, column: str, message: str) -> None:
        """Add an error of one cell."""
        self.errors.append({"row": row, "column": column, "message": message})


def import_patients(*, clinic: Clinic, data: bytes | IO[bytes], dry_run: bool = False, by: User) -> PatientsImported:
    """Register patients whose record number is new, change the others; an empty cell leaves what is there.

    Args:
        clinic: whose patients they are.
        data: of a CSV with the columns of `cases.imports.patients.READERS`, or the open file; `record_number` must be
            among them.
        dry_run: count and check only.
        by: who imports; every patient has an audit event in their name, and "patients.imported" says how many.

    Raises:
        ImportRefused: the table cannot be read at all; codes of `read_sheet`, "sheet_without_record_numbers".
    """
    sheet = read_sheet(data)
    header = [name.strip().lower().replace(" ", "_") for name in sheet.header]
    if "record_number" not in header:
        raise ImportRefused("sheet_without_record_numbers", "The CSV has no column record_number.")
    if sheet.count > MOST_ROWS:
        raise ImportRefused("sheet_too_long", f"The CSV has more than {MOST_ROWS} rows. Import it in parts.")
    known = {name: place for place, name in enumerate(header) if name in READERS and name in CHANGEABLE}
    result = PatientsImported(ignored_columns=[name for name in sheet.header if _plain(name) not in known])
    seen: dict[str, int] = {}
    with transaction.atomic():
        for number, line in sheet.lines:
            values = _read(number, line, known, result)
            if values is not None and _is_new_here(number, values["record_number"], seen, result):
                _store(clinic, number, values, result, by)
        result.stored = not (result.errors or dry_run)
        if result.stored:
            detail = {"registered": result.registered, "changed": result.changed}
            record_event(act="patients.imported", by=by, clinic_id=clinic.pk, detail=detail)
        else:
            transaction.set_rollback(True)
    return result


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _read(number: int, line: list[str], places: dict[str, int], result: PatientsImported) -> dict | None:
    values, before = {}, len(result.errors)
    for name, place in places.items():
        cell = line[place] if place < len(line) else ""
        if not cell:
            continue
        try:
            values[name] = READERS[name](cell)
        except WrongCell as wrong:
            result.say(number, name, str(wrong))
    if "record_number" not in values:
        result.say(number, "record_number", "The row has no record number.")
    return values if len(result.errors) == before else None


def _is_new_here(number: int, record_number: str, seen: dict[str, int], result: PatientsImported) -> bool:
    if record_number in seen:
        result.say(number, "record_number", f"Row {seen[record_number]} has this record number already.")
        return False
    seen[record_number] = number
    return True


def _store(clinic: Clinic, number: int, values: dict, result: PatientsImported, by: User) -> None:
    patient = Patient.objects.filter(clinic=clinic, record_number=values["record_number"]).first()
    try:
        with transaction.atomic():
            if patient is None:
                register_patient(clinic=clinic, by=by, **{"name": "", **values})
                result.registered += 1
            elif all(getattr(patient, name) == value for name, value in values.items()):
                result.unchanged += 1
            elif patient.merged_into_id:
                result.say(number, "record_number", "This registration was merged into another patient.")
            else:
                change_patient(patient=patient, by=by, **values)
                result.changed += 1
    except ValidationError as error:
        for name, messages in getattr(error, "message_dict", {"": error.messages}).items():
            result.say(number, "" if name == "__all__" else name, " ".join(messages))
