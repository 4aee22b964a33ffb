"""Rows of answers for tests of figures."""

from ml.answers import NAN, Answer
from ml.diagnoses import CODES, MALIGNANT

POINTS = {"rule_out": 0.2, "balanced": 0.5}


def row(number: int, dx: str = "", says: str = "", probability: float = 0.94, **more) -> Answer:
    """One answer; without `says` the picture was refused as too dark."""
    known = {"image_id": f"P{number:04}", "lesion_id": f"L{number:04}", "split": "test", "dx": dx, "age": NAN}
    known |= {"sex": "", "site": "", "source": ""}
    if not says:
        return Answer(**{**known, "refusal": "too_dark", **more})
    rest = (1 - probability) / 6
    given = {code: probability if code == says else rest for code in CODES}
    malignant = sum(given[code] for code in MALIGNANT)
    said = {
        "verdict": "suspicious" if malignant >= POINTS["rule_out"] else "likely_benign",
        "uncertainty": 1 - probability,
    }
    return Answer(**{**known, **said, **given, "energy_inside": 0.8, "area_fraction": 0.3, **more})


def many(n: int = 240) -> list[Answer]:
    """Pictures of three diagnoses from two sources, every fifth wrong, every fortieth refused."""
    truths, lies = ("mel", "nv", "bkl"), {"mel": "nv", "nv": "bkl", "bkl": "mel"}
    rows = []
    for number in range(n):
        dx = truths[number % 3]
        says = "" if number % 40 == 39 else lies[dx] if number % 5 == 0 else dx
        iou = 0.0 if not says else 0.6 + 0.39 * (number % 10) / 9
        details = {
            "age": float(number % 90),
            "sex": ("male", "female")[number % 2],
            "source": "a" if number % 12 else "b",
        }
        masks = {"iou": iou, "dice": 2 * iou / (1 + iou), "boundary_error": 10 * (1 - iou) if says else float("inf")}
        rows.append(row(number, dx, says, 0.55 + 0.4 * (number % 7) / 6, site="back", **details, **masks))
    return rows
