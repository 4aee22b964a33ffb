"""Reads any folder of pictures for judging: labels, masks, lesions, splits and patient's details are all optional.

Three shapes are understood: `metadata.csv` with `images/` and `masks/`, `labels.csv` with the pictures beside it, and a
folder of pictures alone. Only `image_id` must be there; a row that cannot be used is reported with its line number.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ml.dataset import data_folder
from ml.diagnoses import CODES
from ml.files import PICTURE_ENDINGS

TABLES = ("metadata.csv", "labels.csv")
UNKNOWN = ("", "unknown", "na", "n/a", "nan", "none")


@dataclass(frozen=True)
class Labelled:
    """One picture and what is known about it; "" and None where nobody knows."""

    image_id: str
    lesion_id: str
    picture_path: Path
    mask_path: Path | None = None
    dx: str = ""
    split: str = ""
    age: float | None = None
    sex: str = ""
    site: str = ""
    source: str = ""


def folder_to_judge(given: str | Path | None) -> Path:
    """The folder with `metadata.csv`, `labels.csv` or pictures.

    Args:
        given: what the user passed with `--data`; None means the environment variable SKINLESION_DATA.

    Raises:
        SystemExit: there is nothing of the kind; the sentence says what to do.
    """
    if given and Path(given).is_dir() and not (Path(given) / "ham10000").is_dir():
        folder = Path(given)
        if any((folder / table).is_file() for table in TABLES) or _pictures_in(folder):
            return folder
    return data_folder(given)


def read_labelled(folder: Path) -> tuple[list[Labelled], list[str]]:
    """Every picture of the folder that can be judged.

    Args:
        folder: see `folder_to_judge`.

    Returns:
        The pictures in the file's order, and one sentence for everything that was wrong, with its line number.

    Raises:
        SystemExit: the table has no column that names the pictures.
    """
    for name in TABLES:
        if (folder / name).is_file():
            with (folder / name).open(newline="", encoding="utf-8-sig") as file:
                return _from_rows(csv.DictReader(file), name, folder)
    return [Labelled(path.stem, path.stem, path) for path in _pictures_in(folder)], []


def _from_rows(rows: csv.DictReader, table: str, folder: Path) -> tuple[list[Labelled], list[str]]:
    named = next((name for name in ("image_id", "file") if name in (rows.fieldnames or ())), None)
    if named is None:
        raise SystemExit(
            f"{table} in {folder} has no column image_id (or file), so no row can be matched to a picture."
        )
    pictures, masks = _by_stem(folder / "images") or _by_stem(folder), _by_stem(folder / "masks")
    found: dict[str, Labelled] = {}
    errors: list[str] = []
    for row in rows:
        line = f"{table} line {rows.line_num}"
        values = {name: (value or "").strip() for name, value in row.items() if name}
        image_id = Path(values[named]).stem if named == "file" else values[named]
        picture = pictures.get(image_id) or pictures.get(Path(image_id).stem)
        if picture is None:
            errors.append(f"{line}: there is no picture {image_id or '(no image_id)'}; the row is left out.")
        elif picture.stem in found:
            errors.append(f"{line}: {picture.stem} is listed twice; the first row counts.")
        else:
            mask = masks.get(f"{picture.stem}_segmentation") or masks.get(picture.stem)
            known = Labelled(picture.stem, values.get("lesion_id") or picture.stem, picture, mask)
            found[picture.stem], complaints = _with_details(known, values)
            errors += [f"{line}: {complaint}" for complaint in complaints]
    return list(found.values()), errors


def _with_details(known: Labelled, values: dict[str, str]) -> tuple[Labelled, list[str]]:
    """The picture with its diagnosis and the patient's details, and what of them cannot be used."""
    complaints = []
    dx = _known(values, "dx").lower()
    if dx and dx not in CODES:
        complaints.append(f"the diagnosis {dx!r} is none of the seven; {known.image_id} counts without it.")
        dx = ""
    age = None
    if given := _known(values, "age"):
        try:
            age = float(given)
        except ValueError:
            complaints.append(f"the age {given!r} is not a number; {known.image_id} counts without it.")
    return (
        replace(
            known,
            dx=dx,
            split=values.get("split", ""),
            age=age,
            sex=_known(values, "sex").lower(),
            site=(_known(values, "localization") or _known(values, "site")).lower(),
            source=_known(values, "dataset") or _known(values, "source"),
        ),
        complaints,
    )


def _known(values: dict[str, str], name: str) -> str:
    value = values.get(name, "")
    return "" if value.lower() in UNKNOWN else value


def _by_stem(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in _pictures_in(folder)}


def _pictures_in(folder: Path) -> list[Path]:
    return sorted(_pictures(folder)) if folder.is_dir() else []


def _pictures(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.suffix.lower() in PICTURE_ENDINGS and path.is_file())
