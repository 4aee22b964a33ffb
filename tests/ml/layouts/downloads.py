"""Builds the public downloads in small, from drawn pictures, as folders and archives of the real names."""

import csv
import io
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

from ml.diagnoses import CODES
from ml.draw import draw_lesion

SIZE = (120, 90)

Files = dict[str, bytes]


def image_id(number: int) -> str:
    """The names that ISIC gives."""
    return f"ISIC_{24306 + number:07}"


def drawn(number: int, size: tuple[int, int] = SIZE) -> tuple[bytes, bytes]:
    """A picture as JPEG and its mask as PNG."""
    picture, mask = draw_lesion(number, size)
    files = [io.BytesIO(), io.BytesIO()]
    Image.fromarray(picture).save(files[0], "JPEG", quality=95)
    Image.fromarray(mask.astype(np.uint8) * 255).save(files[1], "PNG")
    return files[0].getvalue(), files[1].getvalue()


def as_zip(files: Files) -> bytes:
    """An archive with these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def as_csv(rows: list[list], delimiter: str = ",") -> bytes:
    """A table as bytes."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def put(folder: Path, files: Files) -> Path:
    """Writes the files below the folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def ham_rows(count: int = 14) -> list[list]:
    """HAM10000's metadata with its header: every two pictures are one lesion."""
    header = ["lesion_id", "image_id", "dx", "dx_type", "age", "sex", "localization", "dataset"]
    rows = [
        [f"HAM_{n // 2:07}", image_id(n), CODES[n // 2 % 7], "histo", "55.0", "female", "back", "vidir_modern"]
        for n in range(count)
    ]
    return [header, *rows]


def dataverse(count: int = 14, metadata: str = "HAM10000_metadata") -> Files:
    """HAM10000 as Harvard Dataverse has it: three archives and a table without ending."""
    pictures = {n: drawn(n) for n in range(count)}
    half = count // 2
    masks = {
        f"HAM10000_segmentations_lesion_tschandl/{image_id(n)}_segmentation.png": p[1] for n, p in pictures.items()
    }
    # Apple's archiver leaves such files beside the pictures.
    masks[f"__MACOSX/._{image_id(0)}_segmentation.png"] = b"\0"
    return {
        "HAM10000_images_part_1.zip": as_zip({f"{image_id(n)}.jpg": pictures[n][0] for n in range(half)}),
        "HAM10000_images_part_2.zip": as_zip({f"{image_id(n)}.jpg": pictures[n][0] for n in range(half, count)}),
        "HAM10000_segmentations_lesion_tschandl.zip": as_zip(masks),
        metadata: as_csv(ham_rows(count), "\t" if metadata.endswith(".tab") else ","),
    }


def kaggle(count: int = 14) -> Files:
    """Kaggle's variant: everything twice, no masks, one column less, tables of pixels."""
    files = {}
    for n in range(count):
        part = 1 if n < count // 2 else 2
        for folder in (f"HAM10000_images_part_{part}", f"ham10000_images_part_{part}"):
            files[f"{folder}/{image_id(n)}.jpg"] = drawn(n)[0]
    files["HAM10000_metadata.csv"] = as_csv([row[:-1] for row in ham_rows(count)])
    files["hmnist_8_8_L.csv"] = as_csv([[f"pixel{i:04}" for i in range(64)] + ["label"], [0] * 65])
    return files


def task_1(count: int = 6) -> Files:
    """ISIC 2018 task 1, unpacked: the archives' own folders, their licences, superpixels beside the pictures."""
    files = {}
    for n in range(count):
        picture, mask = drawn(n)
        files[f"ISIC2018_Task1-2_Training_Input/{image_id(n)}.jpg"] = picture
        files[f"ISIC2018_Task1-2_Training_Input/{image_id(n)}_superpixels.png"] = mask
        files[f"ISIC2018_Task1_Training_GroundTruth/{image_id(n)}_segmentation.png"] = mask
    files["ISIC2018_Task1-2_Training_Input/LICENSE.txt"] = b"CC-0"
    return files


def task_3(count: int = 14, groupings: bool = True) -> Files:
    """ISIC 2018 task 3: pictures and one-hot table in archives, the groupings as a file."""
    order = ["MEL", "NV", "BCC", "AKIEC", "BKL", "DF", "VASC"]
    truth, groups = [["image", *order]], [["image", "lesion_id", "diagnosis_confirm_type"]]
    for _, name, dx, *_ in ham_rows(count)[1:]:
        truth.append([name, *("1.0" if dx.upper() == column else "0.0" for column in order)])
    for lesion, name, *_ in ham_rows(count)[1:]:
        groups.append([name, lesion, "serial imaging showing no change"])
    folder = "ISIC2018_Task3_Training"
    files = {
        f"{folder}_Input.zip": as_zip({f"{folder}_Input/{image_id(n)}.jpg": drawn(n)[0] for n in range(count)}),
        f"{folder}_GroundTruth.zip": as_zip({f"{folder}_GroundTruth/{folder}_GroundTruth.csv": as_csv(truth)}),
    }
    return files | ({f"{folder}_LesionGroupings.csv": as_csv(groups)} if groupings else {})
