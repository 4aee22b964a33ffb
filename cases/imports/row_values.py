"""One line of the table becomes values of the record, or sentences that say why not."""

import math
from datetime import date, datetime

from django.utils import timezone

from cases.imports.columns import Columns
from cases.imports.words import BODY_SITES, CONFIRMED_BY_HISTOLOGY, DIAGNOSIS_CODES, IMAGE_TYPES, SEXES, plain

SKIN_TYPES = ("", "I", "II", "III", "IV", "V", "VI")
DATES = ("%Y-%m-%d", "%d.%m.%Y")
LENGTHS = {"patient": 40, "lesion": 60, "name": 120}


class RowValues:
    """What a line says. `errors` stop the row, `notes` tell what is left out; both as {"column", "code", "message"}."""

    def __init__(self, cells: dict[str, str], columns: Columns, *, patient: str = "", site: str = ""):
        """`cells` by our names of the columns; `patient` and `site` stand in where the table says nothing."""
        self._cells = cells
        self._written = columns.written
        self.errors: list[dict[str, str]] = []
        self.notes: list[dict[str, str]] = []
        self.file = cells.get("file", "")
        self.record_number = self._short("patient") or patient
        self.lesion_key = self._short("lesion")
        self.taken_on = self._date("date")
        birth_date = self._date("birth_date")
        self.values = {
            "body_site": self._word("site", BODY_SITES) if cells.get("site") else site,
            "image_type": self._word("type", IMAGE_TYPES),
            "mm_per_pixel": self._scale(),
            "name": self._short("name"),
            "birth_date": birth_date.isoformat() if birth_date else "",
            "sex": self._word("sex", SEXES),
            "skin_type": self._skin_type(),
        }
        self.histology = self._histology()
        if not self.file:
            self._say("file", "missing", "The row names no file.")
        if not self.record_number:
            self._say("patient", "missing", "The row says no patient.")
        if not self.values["body_site"] and not cells.get("site"):
            self._say("site", "missing", "The row says no body site.")

    def _say(self, column: str, code: str, message: str) -> None:
        self.errors.append({"column": self._written.get(column, column), "code": code, "message": message})

    def _note(self, column: str, code: str, message: str) -> None:
        self.notes.append({"column": self._written.get(column, column), "code": code, "message": message})

    def _short(self, column: str) -> str:
        text = self._cells.get(column, "")
        if len(text) > LENGTHS[column]:
            self._say(column, "too_long", f"At most {LENGTHS[column]} characters fit here.")
            return ""
        return text

    def _word(self, column: str, words: dict[str, str]) -> str:
        text = self._cells.get(column, "")
        code = words.get(plain(text))
        if code is None:
            self._say(column, "unknown", f"“{text[:60]}” is not known here.")
        return code or ""

    def _date(self, column: str) -> date | None:
        text = self._cells.get(column, "")
        if not text:
            return None
        # a time of day is left out: a table rarely says in which zone
        day = text.replace("T", " ").split(" ")[0]
        for form in DATES:
            try:
                found = datetime.strptime(day, form).date()
            except ValueError:
                continue
            if found > timezone.localdate():
                self._say(column, "in_the_future", "This date is in the future.")
            elif found.year < 1900:
                self._say(column, "not_a_date", "This date is before 1900.")
            else:
                return found
            return None
        self._say(column, "not_a_date", f"“{text[:30]}” is not a date. Write 2026-05-31 or 31.05.2026.")
        return None

    def _scale(self) -> float | None:
        text = self._cells.get("mm_per_pixel", "")
        if not text:
            return None
        try:
            scale = float(text.replace(",", "."))
        except ValueError:
            scale = math.nan
        if not 0 < scale <= 1:
            self._say("mm_per_pixel", "not_a_scale", "Write the millimetres per pixel as a number above 0, up to 1.")
            return None
        return scale

    def _skin_type(self) -> str:
        text = self._cells.get("skin_type", "").upper()
        if text not in SKIN_TYPES:
            self._say("skin_type", "unknown", "Write I, II, III, IV, V or VI.")
            return ""
        return text

    def _histology(self) -> str:
        diagnosis = self._cells.get("diagnosis", "")
        if not diagnosis:
            return ""
        if plain(self._cells.get("diagnosis_confirm_type", "")) not in CONFIRMED_BY_HISTOLOGY:
            self._note("diagnosis", "no_histology", "Only a diagnosis by histopathology is kept.")
            return ""
        reported_on = self._date("histology_date") or self.taken_on
        if reported_on is None:
            self._note("diagnosis", "no_date", "A histology result needs a date.")
            return ""
        self.values["reported_on"] = reported_on.isoformat()
        return self._word("diagnosis", DIAGNOSIS_CODES)
