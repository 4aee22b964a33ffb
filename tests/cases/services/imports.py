"""Pictures and tables as somebody would drop them."""

import io
import zipfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import ImportRun
from cases.services.confirm_import import confirm_import
from cases.services.keep_import_files import keep_import_files
from cases.services.start_import import start_import
from cases.services.work_on_import import work_on_import
from tests.factories import small_jpeg

TABLE = """file,patient,lesion,site,date,type,diagnosis,diagnosis_confirm_type
a.jpg,P-1,L1,upper back,2024-03-02,dermoscopic,melanoma,histopathology
b.jpg,P-1,L1,upper back,2025-03-02,dermoscopic,,
c.jpg,P-2,L1,face,02.03.2024,clinical: close-up,nevus,single image expert consensus
"""


def picture(number: int) -> bytes:
    """A picture unlike that of any other number."""
    return small_jpeg(colour=(number * 7 % 256, 120, 100), size=(64 + number, 48))


def three() -> dict[str, bytes]:
    """The pictures of `TABLE`."""
    return {"a.jpg": picture(1), "b.jpg": picture(2), "c.jpg": picture(3)}


def zipped(files: dict[str, bytes], **options) -> bytes:
    """A ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **options) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def dropped(name: str, data: bytes | str) -> SimpleUploadedFile:
    """A file as the browser sends it."""
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def start(by, files: dict[str, bytes] | None = None, table: str | bytes | None = TABLE, **meant) -> ImportRun:
    """An import of the files and the table, not checked yet."""
    uploads = [dropped("pictures.zip", zipped(three() if files is None else files))]
    if table is not None:
        uploads.append(dropped("table.csv", table))
    kept = keep_import_files(uploads=uploads)
    return start_import(clinic=by.clinic, source=kept.source, sheet=kept.sheet, by=by, **meant)


def checked(by, *args, **meant) -> ImportRun:
    """The same, checked."""
    run = start(by, *args, **meant)
    work_on_import(run_id=run.pk)
    run.refresh_from_db()
    return run


def confirmed(by, *args, **meant) -> ImportRun:
    """The same, confirmed."""
    return confirm_import(run=checked(by, *args, **meant), by=by)


def codes(run: ImportRun) -> dict[int | str, list[str]]:
    """What is wrong with which row: its number, or the file's name where no row names it."""
    return {row.number or row.file: [one["code"] for one in row.errors] for row in run.rows.all() if row.errors}


def kept_zips(folder: Path) -> list[Path]:
    """The uploads that still lie on disk."""
    return list((folder / "imports").glob("*"))
