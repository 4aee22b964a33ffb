"""The ISIC 2018 challenge: task 1 (outlines of lesions) and task 3 (diagnoses).

Source: Codella et al. 2019, arXiv:1902.03368 (challenge.isic-archive.com/data).
"""

import re

from ml.diagnoses import CODES
from ml.layouts.contents import Contents
from ml.layouts.layout import COLUMNS, Layout, Row, choose_table

LOOKED_FOR_TASK_3 = "ISIC2018_Task3_Training_GroundTruth.csv (columns image, MEL, NV, BCC, AKIEC, BKL, DF, VASC)"
LOOKED_FOR_TASK_1 = "ISIC2018_Task1_Training_GroundTruth with *_segmentation.png beside ISIC2018_Task1-2_Training_Input"

# Task 3 says in sentences how a diagnosis was confirmed, HAM10000 in words; both describe the same pictures.
CONFIRMED_BY = {
    "histopathology": "histo",
    "serial imaging showing no change": "follow_up",
    "single image expert consensus": "consensus",
    "confocal microscopy with consensus dermoscopy": "confocal",
}

_ISIC_PICTURE = re.compile(r"ISIC_\d{7}")


def task_3(contents: Contents) -> Layout | None:
    """The rows of the one-hot table, lesions from the groupings; None where there is no such table.

    Masks are welcome (Tschandl's fit these pictures) but not asked for: task 3 has none.
    """
    tables = contents.tables_with("image", *CODES)
    if not tables:
        return None
    layout = Layout("ISIC 2018 task 3", published=10_015, masks_needed=False)
    table = choose_table(tables, "training", layout)
    lesions = _lesions(contents, layout)
    for line, cells in table.rows():
        image_id = cells.get("image", "")
        lesion_id, confirmed = lesions.get(image_id, (image_id, ""))
        marked = [code for code in CODES if _is_one(cells.get(code, ""))]
        known = {"image_id": image_id, "lesion_id": lesion_id, "dx": marked[0] if len(marked) == 1 else ""}
        known["dx_type"] = CONFIRMED_BY.get(confirmed.lower(), confirmed)
        row = Row({column: known.get(column, "") for column in COLUMNS}, table.member.path, line)
        if "" in cells:
            layout.problems.append(row.problem("ragged_row", "The row has not as many cells as the header."))
        elif len(marked) != 1:
            message = f"{len(marked)} of the columns {', '.join(CODES)} are 1 instead of one."
            layout.problems.append(row.problem("unknown_diagnosis", message))
        else:
            layout.add(row)
            if lesions and image_id not in lesions:
                message = "The groupings do not name its lesion; it counts as a lesion of its own."
                layout.problems.append(row.problem("lesion_missing", message, left_out=False))
    return layout


def task_1(contents: Contents) -> Layout | None:
    """A row for every mask and every ISIC picture, without diagnoses; None where there are no masks."""
    if not contents.masks:
        return None
    layout = Layout("ISIC 2018 task 1", published=2_594, masks_needed=True)
    pictures = {image_id for image_id in contents.pictures if _ISIC_PICTURE.fullmatch(image_id)}
    for image_id in sorted(pictures | set(contents.masks)):
        member = contents.pictures.get(image_id) or contents.masks[image_id]
        cells = dict.fromkeys(COLUMNS, "") | {"image_id": image_id, "lesion_id": image_id}
        layout.add(Row(cells, member.path))
    layout.notes.append("Task 1 has no diagnoses and no lesion names: every picture counts as a lesion of its own.")
    return layout


def _lesions(contents: Contents, layout: Layout) -> dict[str, tuple[str, str]]:
    """Lesion and kind of confirmation by image."""
    tables = contents.tables_with("image", "lesion_id")
    if not tables:
        layout.notes.append(
            "No ISIC2018_Task3_Training_LesionGroupings.csv: every picture counts as a lesion of its own, so pictures "
            "of one lesion may come into different splits."
        )
        return {}
    rows = choose_table(tables, "groupings", layout).rows()
    return {
        cells["image"]: (cells["lesion_id"], cells.get("diagnosis_confirm_type", ""))
        for _, cells in rows
        if cells.get("image") and cells.get("lesion_id")
    }


def _is_one(cell: str) -> bool:
    try:
        return float(cell) == 1.0
    except ValueError:
        return False
