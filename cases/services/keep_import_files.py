"""What somebody dropped for an import is kept until it has ended."""

import secrets
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import File

from cases.imports.refused import ImportRefused

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
SHEETS = (".csv", ".tsv")


@dataclass(frozen=True)
class KeptFiles:
    """A ZIP of ours with the pictures, and the table where it came beside them, as it was uploaded."""

    source: Path
    sheet: IO[bytes] | None


def keep_import_files(*, uploads: Sequence[File]) -> KeptFiles:
    """Keep one ZIP as it is, or put single pictures into a ZIP of ours, under names that are only keys.

    Raises:
        ImportRefused: codes "no_files", "two_sheets", "zip_beside_files", "same_name_twice", "import_too_large".
    """
    sheets = [upload for upload in uploads if str(upload.name).lower().endswith(SHEETS)]
    pictures = [upload for upload in uploads if upload not in sheets]
    zips = [upload for upload in pictures if _starts_like_a_zip(upload)]
    _refuse(uploads, sheets, pictures, zips)
    folder = settings.VAR_DIR / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    source = folder / f"{secrets.token_hex(16)}.zip"
    try:
        if zips:
            with source.open("wb") as file:
                for chunk in zips[0].chunks():
                    file.write(chunk)
        else:
            _pack(pictures, source)
    except BaseException:
        source.unlink(missing_ok=True)
        raise
    return KeptFiles(source=source, sheet=sheets[0] if sheets else None)


def _starts_like_a_zip(upload: File) -> bool:
    upload.seek(0)
    start = upload.read(4)
    upload.seek(0)
    return start in ZIP_STARTS


def _refuse(uploads: Sequence[File], sheets: list[File], pictures: list[File], zips: list[File]) -> None:
    if not pictures:
        raise ImportRefused("no_files", "Choose a ZIP, or the pictures and their CSV.")
    if len(sheets) > 1:
        raise ImportRefused("two_sheets", "Choose one CSV, not several.")
    if zips and len(pictures) > 1:
        raise ImportRefused("zip_beside_files", "Choose one ZIP, or pictures without a ZIP.")
    if sum(upload.size for upload in uploads) > settings.IMPORT_MAX_BYTES:
        most = settings.IMPORT_MAX_BYTES // 1_000_000
        raise ImportRefused("import_too_large", f"All files together are larger than {most} MB. Import them in parts.")
    if len({upload.name for upload in pictures}) < len(pictures):
        raise ImportRefused("same_name_twice", "Two of the files have the same name. Rename one of them.")


def _pack(pictures: list[File], source: Path) -> None:
    with zipfile.ZipFile(source, "w", zipfile.ZIP_STORED) as archive:
        for upload in pictures:
            with archive.open(zipfile.ZipInfo(str(upload.name)), "w", force_zip64=True) as member:
                for chunk in upload.chunks():
                    member.write(chunk)
