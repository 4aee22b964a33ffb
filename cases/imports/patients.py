"""A table of patients: the columns, what may stand in them, and how they are written."""

from collections.abc import Callable
from datetime import date, datetime

from cases.imports.words import SEXES, plain
from cases.models import Patient

ANSWERS = {"": None, "yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class WrongCell(ValueError):
    """A cell that cannot be read; its text is the sentence."""


def _text(cell: str) -> str:
    return cell


def _day(cell: str) -> date:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(cell, form).date()
        except ValueError:
            continue
    raise WrongCell(f"“{cell[:30]}” is not a date. Write 2026-05-31 or 31.05.2026.")


def _sex(cell: str) -> str:
    if plain(cell) not in SEXES:
        raise WrongCell("Write female, male, other or unknown.")
    return SEXES[plain(cell)]


def _skin_type(cell: str) -> str:
    if cell.upper() not in Patient.SkinType.values:
        raise WrongCell("Write I, II, III, IV, V or VI.")
    return cell.upper()


def _answer(cell: str) -> bool | None:
    if plain(cell) not in ANSWERS:
        raise WrongCell("Write yes or no, or leave it empty where nobody asked.")
    return ANSWERS[plain(cell)]


READERS: dict[str, Callable[[str], object]] = {
    "record_number": _text,
    "name": _text,
    "birth_date": _day,
    "sex": _sex,
    "skin_type": _skin_type,
    "personal_melanoma": _answer,
    "family_melanoma": _answer,
    "immunosuppression": _answer,
    "many_nevi": _answer,
    "research_consent_on": _day,
    "notes": _text,
}


def write_patient(patient: Patient, columns: list[str]) -> list[object]:
    """The cells of a patient, readable again by `READERS`."""
    words = {True: "yes", False: "no"}
    values = [getattr(patient, name) for name in columns]
    return [words[value] if isinstance(value, bool) else value for value in values]
