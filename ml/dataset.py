"""Reads a data folder: who is in which split, the pictures, the masks.

A data folder holds `ham10000/` (or is it) with `metadata.csv`, `images/<image_id>.jpg` (or .jpeg, .png) and
`masks/<image_id>_segmentation.png`. `python -m ml.prepare` makes one of the public downloads.
"""

import csv
import os
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ml.diagnoses import CODES
from ml.duplicates import exact_pairs, fingerprints_of, near_pairs
from ml.preprocess import FRAME_SIZE, box_of, squash

SPLITS = ("train", "val", "test")

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png")

REQUIRED_COLUMNS = ("image_id", "lesion_id", "dx", "split")

# Becomes part of file names, so it must not lead out of the folder.
SAFE_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")


@dataclass(frozen=True)
class Record:
    """One picture of the data folder.

    dx, split, age (years), sex, site (body site) and source (where it was taken) are None where the folder does not
    say; mask_path is None where there is no mask.
    """

    image_id: str
    lesion_id: str
    dx: str | None
    split: str | None
    picture_path: Path
    mask_path: Path | None
    age: float | None = None
    sex: str | None = None
    site: str | None = None
    source: str | None = None

    @property
    def label(self) -> int | None:
        """The diagnosis as an index into `ml.diagnoses.CODES`; None where there is none or it is not one of them."""
        return CODES.index(self.dx) if self.dx in CODES else None


def data_folder(given: str | Path | None) -> Path:
    """The folder that holds `metadata.csv`.

    Args:
        given: what the user passed with `--data`; None means the environment variable SKINLESION_DATA.

    Raises:
        SystemExit: neither is set, or there is no metadata.csv; the sentence says what to do.
    """
    named = given or os.environ.get("SKINLESION_DATA")
    if not named:
        raise SystemExit("No data folder: pass --data DIR or set SKINLESION_DATA to it.")
    for folder in (Path(named) / "ham10000", Path(named)):
        if (folder / "metadata.csv").is_file():
            return folder
    raise SystemExit(f"No metadata.csv in {named} or {named}/ham10000: pass --data with the folder that holds it.")


def read_records(folder: Path, strict: bool = True) -> list[Record]:
    """Every row of the folder's metadata.csv, in the file's order.

    Args:
        folder: holds metadata.csv.
        strict: False asks for the column image_id alone; a picture without lesion_id is then a lesion of its own.

    Raises:
        ValueError: a column is missing, or an image_id is not fit for a file name; with the line.
    """
    pictures = {path.stem: path for path in _files_in(folder / "images") if path.suffix.lower() in PICTURE_SUFFIXES}
    masks = {path.name: path for path in _files_in(folder / "masks")}
    with (folder / "metadata.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        needed = REQUIRED_COLUMNS if strict else REQUIRED_COLUMNS[:1]
        missing = [column for column in needed if column not in (rows.fieldnames or ())]
        if missing:
            raise ValueError(f"metadata.csv has no column {', '.join(missing)}.")
        return [_record(row, rows.line_num, folder, pictures, masks) for row in rows]


def _record(row: dict, line: int, folder: Path, pictures: dict[str, Path], masks: dict[str, Path]) -> Record:
    said = {name: value.strip() or None for name, value in row.items() if isinstance(value, str)}
    image_id = said["image_id"]
    if not image_id or not SAFE_ID.fullmatch(image_id):
        raise ValueError(f"metadata.csv, line {line}: {image_id!r} is no image_id that a file can be named after.")
    return Record(
        image_id=image_id,
        lesion_id=said.get("lesion_id") or image_id,
        dx=said.get("dx"),
        split=said.get("split"),
        picture_path=pictures.get(image_id, folder / "images" / f"{image_id}.jpg"),
        mask_path=masks.get(f"{image_id}_segmentation.png"),
        age=_years(said.get("age")),
        sex=_known(said.get("sex")),
        site=_known(said.get("localization")),
        source=_known(said.get("dataset")),
    )


def _files_in(folder: Path) -> list[Path]:
    # Sorted backwards, so that of a.jpg and a.png the first wins when both are put into a dictionary.
    return sorted(folder.iterdir(), reverse=True) if folder.is_dir() else []


def _known(value: str | None) -> str | None:
    return None if value is None or value.lower() in ("unknown", "nan", "na") else value


def _years(value: str | None) -> float | None:
    try:
        years = float(value or "nan")
    except ValueError:
        return None
    return years if 0 <= years <= 130 else None


def check_splits(records: Sequence[Record], labelled: bool = True) -> list[tuple[str, str]]:
    """Refuses data in which a network could meet a test picture in training.

    Near duplicates are printed, not refused: nobody can prove from pixels alone that two photographs show one lesion,
    and one pair among thousands changes no figure.

    Args:
        records: of a whole folder; every picture is read.
        labelled: whether every picture must have a diagnosis; a segmenter needs none.

    Returns:
        The image ids of near duplicates in different splits.

    Raises:
        ValueError: a lesion is in two splits, a picture is listed twice, is missing or lies in two splits under two
            names, a diagnosis or a split is unknown.
    """
    splits_of = defaultdict(set)
    for record in records:
        if record.dx not in CODES and (labelled or record.dx is not None):
            raise ValueError(f"{record.image_id}: unknown diagnosis {record.dx!r}.")
        if record.split not in SPLITS:
            raise ValueError(f"{record.image_id}: unknown split {record.split!r}.")
        splits_of[record.lesion_id].add(record.split)
    leaking = sorted(lesion for lesion, splits in splits_of.items() if len(splits) > 1)
    if leaking:
        raise ValueError(f"{len(leaking)} lesions are in two splits, the first is {leaking[0]}.")
    if len({record.image_id for record in records}) < len(records):
        raise ValueError("A picture is listed twice in metadata.csv.")
    missing = [record.picture_path for record in records if not record.picture_path.is_file()]
    if missing:
        raise ValueError(f"{len(missing)} pictures of metadata.csv are missing, the first is {missing[0]}.")
    return _check_duplicates(records)


def _check_duplicates(records: Sequence[Record]) -> list[tuple[str, str]]:
    prints = fingerprints_of([record.picture_path for record in records])
    splits = [record.split for record in records]

    def told(pair) -> str:
        return " and ".join(f"{records[place].image_id} ({splits[place]})" for place in (pair.first, pair.second))

    exact = exact_pairs(prints, splits)
    if exact:
        raise ValueError(f"{len(exact)} pictures are in two splits under two names, the first are {told(exact[0])}.")
    near = near_pairs(prints, splits)
    if near:
        print(f"Warning: {len(near)} near duplicates lie in different splits:", *map(told, near), sep="\n  ")
    return [(records[pair.first].image_id, records[pair.second].image_id) for pair in near]


def in_split(records: Sequence[Record], split: str, limit: int | None = None) -> list[Record]:
    """The records of one split; with a limit, that many spread evenly over it."""
    chosen = [record for record in records if record.split == split]
    if limit is None or limit >= len(chosen):
        return chosen
    return [chosen[index] for index in np.linspace(0, len(chosen) - 1, limit).astype(int)]


def load_frames(records: Sequence[Record]) -> np.ndarray:
    """The pictures, squashed.

    Returns:
        uint8 (n, 224, 224, 3).
    """
    frames = np.empty((len(records), FRAME_SIZE, FRAME_SIZE, 3), np.uint8)
    for index, record in enumerate(records):
        with Image.open(record.picture_path) as picture:
            frames[index] = squash(np.asarray(picture.convert("RGB")))
    return frames


def load_masks(records: Sequence[Record]) -> np.ndarray:
    """The lesion masks, squashed.

    Returns:
        bool (n, 224, 224).

    Raises:
        ValueError: a picture has no mask.
    """
    unmasked = [record.image_id for record in records if record.mask_path is None]
    if unmasked:
        raise ValueError(f"{len(unmasked)} pictures have no mask, the first is {unmasked[0]}.")
    masks = np.empty((len(records), FRAME_SIZE, FRAME_SIZE), bool)
    for index, record in enumerate(records):
        with Image.open(record.mask_path) as mask:
            masks[index] = (
                np.asarray(mask.convert("L").resize((FRAME_SIZE, FRAME_SIZE), Image.Resampling.NEAREST)) > 127
            )
    return masks


def load_boxes(records: Sequence[Record]) -> np.ndarray:
    """The boxes around the masks.

    Returns:
        int (n, 4): x0, y0, x1, y1 in pixels of the 224 x 224 frame, half-open.
    """
    return np.array([box_of(mask) for mask in load_masks(records)], int).reshape(-1, 4)
