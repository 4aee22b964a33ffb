"""One row's picture and mask, at the size that everything here was trained on."""

import io
import os
from pathlib import Path

import numpy as np
from PIL import Image

from ml.decode import decode
from ml.errors import Unreadable
from ml.layouts.contents import MASK_ENDING, Contents
from ml.layouts.layout import Row
from ml.layouts.problem import Problem
from ml.layouts.source import Member, UnreadableMember
from ml.mask_png import mask_png
from ml.preprocess import FRAME_SIZE, squash

# Above 95 a JPEG grows without looking different; without chroma subsampling small coloured structures stay.
JPEG = {"quality": 95, "subsampling": 0, "optimize": True}


def picture_path(out: Path, image_id: str) -> Path:
    """Where the folder that is made keeps the picture."""
    return out / "images" / f"{image_id}.jpg"


def mask_path(out: Path, image_id: str) -> Path:
    """Where the folder that is made keeps the mask."""
    return out / "masks" / f"{image_id}{MASK_ENDING}"


def missing_files(row: Row, contents: Contents, masks_needed: bool) -> list[Problem]:
    """What the source lacks for this row; known without opening a picture.

    A missing mask is said even where the row is kept, unless the source has no masks at all.
    """
    if row.image_id not in contents.pictures:
        return [row.problem("picture_missing", f"No {row.image_id}.jpg or .png in the source.")]
    if row.image_id not in contents.masks and (masks_needed or contents.masks):
        message = f"No {row.image_id}{MASK_ENDING} in the source."
        return [row.problem("mask_missing", message, left_out=masks_needed)]
    return []


def make_files(row: Row, contents: Contents, out: Path) -> Problem | None:
    """Writes the picture as a JPEG and its mask, if there is one, as a 1-bit PNG, both 224 x 224.

    Files that are there and whole stay. Nothing is written for a row with a problem.

    Args:
        row: its picture is in the source.
        contents: of the source.
        out: holds the folders images/ and masks/.

    Returns:
        What is wrong with the picture or the mask.
    """
    picture_file, mask_file = picture_path(out, row.image_id), mask_path(out, row.image_id)
    mask_member = contents.masks.get(row.image_id)
    if is_whole(picture_file, "RGB") and (mask_member is None or is_whole(mask_file, "1")):
        return None
    picture, problem = _opened(row, contents.pictures[row.image_id], "picture")
    if problem:
        return problem
    if mask_member is not None:
        mask, problem = _opened(row, mask_member, "mask")
        problem = problem or _mask_problem(row, mask, picture)
        if problem:
            return problem
        _write(mask_file, mask_png(squash(mask)[..., 0] > 127))
    _write(picture_file, _jpeg(squash(picture)))
    return None


def is_whole(path: Path, mode: str) -> bool:
    """Whether the file is a picture of this mode and 224 x 224 pixels that decodes to its end."""
    try:
        with Image.open(path) as picture:
            picture.load()
            return picture.size == (FRAME_SIZE, FRAME_SIZE) and picture.mode == mode
    except (OSError, SyntaxError, ValueError):
        return False


def _opened(row: Row, member: Member, what: str) -> tuple[np.ndarray | None, Problem | None]:
    try:
        return decode(member.read()), None
    except (Unreadable, UnreadableMember) as error:
        return None, row.problem(f"{what}_unreadable", f"{member.path}: {error}")


def _mask_problem(row: Row, mask: np.ndarray, picture: np.ndarray) -> Problem | None:
    ratios = [shape[1] / shape[0] for shape in (mask.shape, picture.shape)]
    if abs(ratios[0] / ratios[1] - 1) > 0.01:
        sizes = " and ".join(f"{shape[1]} x {shape[0]}" for shape in (mask.shape, picture.shape))
        return row.problem("mask_of_another_shape", f"Mask and picture are {sizes}.")
    if not (squash(mask) > 127).any():
        return row.problem("mask_empty", "The mask shows no lesion.")
    return None


def _jpeg(picture: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", **JPEG)
    return file.getvalue()


def _write(path: Path, data: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(data)
    os.replace(unfinished, path)
