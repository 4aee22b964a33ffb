"""A PDF read back by the programs that a reader of the report would use."""

import shutil
import subprocess
from pathlib import Path

from tests.conftest import skip_or_fail


def text_of(pdf: bytes, folder: Path) -> str:
    """All text, as laid out, pages parted by form feeds."""
    return _poppler("pdftotext", pdf, folder, "-layout", "{file}", "-")


def pages_of(pdf: bytes, folder: Path) -> list[Path]:
    """Each page as a picture."""
    _poppler("pdftoppm", pdf, folder, "-r", "40", "-png", "{file}", str(folder / "page"))
    return sorted(folder.glob("page-*.png"))


def images_of(pdf: bytes, folder: Path) -> int:
    """How many pictures are embedded."""
    return len(_poppler("pdfimages", pdf, folder, "-list", "{file}").strip().splitlines()) - 2


def _poppler(program: str, pdf: bytes, folder: Path, *arguments: str) -> str:
    if shutil.which(program) is None:
        skip_or_fail(f"There is no {program} (poppler-utils) on this machine")
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    command = [program, *(argument.format(file=file) for argument in arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
