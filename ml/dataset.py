"""Reads a data folder: who is in which split, the pictures, the masks.

A data folder holds `ham10000/` (or is it) with `metadata.csv`, `images/<image_id>.jpg` and
`masks/<image_id>_segmentation.png`.
"""

import csv
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ml.diagnoses import CODES
from ml.preprocess import FRAME_SIZE, box_of, squash

SPLITS = ("train", "val", "test")


@dataclass(frozen=True)
class Record:
    """One labelled picture of the data folder."""

    image_id: str
    lesion_id: str
    dx: str
    split: str
    picture_path: Path
    mask_path: Path

    @property
    def label(self) -> int:
        """The diagnosis as an index into `ml.diagnoses.CODES`."""
        return CODES.index(self.dx)


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


def read_records(folder: Path) -> list[Record]:
    """Every row of the folder's metadata.csv, in the file's order."""
    with (folder / "metadata.csv").open(newline="") as file:
        return [
            Record(
                image_id=row["image_id"],
                lesion_id=row["lesion_id"],
                dx=row["dx"],
                split=row["split"],
                picture_path=folder / "images" / f"{row['image_id']}.jpg",
                mask_path=folder / "masks" / f"{row['image_id']}_segmentation.png",
            )
            for row in csv.DictReader(file)
        ]


def check_splits(records: Sequence[Record]) -> None:
    """Refuses data in which a network could meet a test lesion in training.

    Raises:
        ValueError: a lesion is in two splits, a picture is listed twice, a diagnosis or a split is unknown.
    """
    splits_of = defaultdict(set)
    for record in records:
        if record.dx not in CODES:
            raise ValueError(f"{record.image_id}: unknown diagnosis {record.dx!r}.")
        if record.split not in SPLITS:
            raise ValueError(f"{record.image_id}: unknown split {record.split!r}.")
        splits_of[record.lesion_id].add(record.split)
    leaking = sorted(lesion for lesion, splits in splits_of.items() if len(splits) > 1)
    if leaking:
        raise ValueError(f"{len(leaking)} lesions are in two splits, the first is {leaking[0]}.")
    if len({record.image_id for record in records}) < len(records):
        raise ValueError("A picture is listed twice in metadata.csv.")


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
    """
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
