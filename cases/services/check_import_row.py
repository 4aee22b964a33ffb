"""The dry run of one row: would it go in?"""

import zipfile
import zlib
from dataclasses import dataclass, field

from django.core.files.base import File

from cases.imports.source import Source
from cases.models import ImportRow, LesionImage, Patient
from cases.selectors.imports import lesion_of_row, patient_with_number
from cases.services.prepare_upload import prepare_upload
from cases.services.spool_upload import UploadRefused, spool_upload

# what reading a broken member of a ZIP ends in
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)


@dataclass
class Checked:
    """What the dry run found; no `errors`: the row is ready."""

    sha256: str = ""
    errors: list[dict[str, str]] = field(default_factory=list)

    def say(self, column: str, code: str, message: str) -> None:
        """Add one."""
        self.errors.append({"column": column, "code": code, "message": message})


def check_import_row(*, row: ImportRow, source: Source) -> Checked:
    """Open the picture and compare the row with the record and with its neighbours; nothing is written."""
    checked = Checked()
    patient = patient_with_number(clinic_id=row.run.clinic_id, record_number=row.record_number)
    if patient is not None:
        _compare_patient(row, patient, checked)
    _compare_lesion(row, checked)
    try:
        declared = source.bytes_of(row.key)
        with source.open(row.key) as file, spool_upload(upload=File(file), declared_bytes=declared) as spooled:
            checked.sha256 = spooled.sha256
            _look_for_duplicate(row, patient, checked)
            if not checked.errors:
                prepare_upload(upload=spooled)
    except UploadRefused as refusal:
        checked.say("file", refusal.code, refusal.message)
    except (KeyError, FileNotFoundError):
        checked.say("file", "file_missing", "The file is not there any more.")
    except (*DAMAGED, OSError) as error:
        checked.say("file", "unreadable", f"The file cannot be read from the ZIP ({type(error).__name__}).")
    return checked


def _compare_patient(row: ImportRow, patient: Patient, checked: Checked) -> None:
    name, born = row.values.get("name"), row.values.get("birth_date")
    if name and name.casefold() != patient.name.casefold():
        checked.say("name", "another_name", "The record has another name for this record number.")
    if born and patient.birth_date and born != patient.birth_date.isoformat():
        checked.say("birth_date", "another_birth_date", "The record has another birth date for this record number.")


def _compare_lesion(row: ImportRow, checked: Checked) -> None:
    if not row.lesion_key:
        return
    lesion = lesion_of_row(row)
    if lesion is not None and lesion.body_site != row.values["body_site"]:
        checked.say("site", "another_site", "The record has another body site for this lesion.")
        return
    first = (
        ImportRow.objects.filter(run=row.run_id, record_number=row.record_number, lesion_key=row.lesion_key)
        .exclude(state=ImportRow.State.REFUSED)
        .order_by("pk")
        .first()
    )
    if first is None or first.pk >= row.pk:
        return
    if first.values["body_site"] != row.values["body_site"]:
        checked.say("site", "another_site", f"Row {first.number} has another body site for this lesion.")
    if row.histology and first.histology and row.histology != first.histology:
        checked.say("diagnosis", "another_diagnosis", f"Row {first.number} has another histology for this lesion.")


def _look_for_duplicate(row: ImportRow, patient: Patient | None, checked: Checked) -> None:
    same = ImportRow.objects.filter(run=row.run_id, record_number=row.record_number, sha256=checked.sha256)
    twin = same.filter(pk__lt=row.pk).exclude(state=ImportRow.State.REFUSED).first()
    if twin is not None:
        checked.say("file", "duplicate", f"Row {twin.number} has the very same picture.")
        return
    stored = (
        LesionImage.objects.filter(case__lesion__patient=patient, sha256=checked.sha256).first() if patient else None
    )
    if stored is not None:
        checked.say("file", "already_stored", f"This picture is stored already, in case {stored.case_id}.")
