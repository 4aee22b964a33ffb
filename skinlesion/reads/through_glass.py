"""Which addresses show a foreign patient to who has broken the glass: what one needs to treat, and nothing that writes.

Lists, searches, exports of whole records and the admin are not among them.
"""

from cases.selectors.broken_glass import open_glass_of
from skinlesion.reads.api import API
from skinlesion.reads.declared import One
from skinlesion.reads.pages import PAGES
from skinlesion.reads.whose import whose

_PAGES = ("patient", "lesion", "compare", "case", "image_file", "analysis_file", "outline_mask", "analysis_panel")
_API = (
    ("patient", "lesion", "lesion-timeline", "lesion-compare", "lesion-loops", "case", "case-images", "case-reviews")
    + ("review", "histology", "image", "image-outlines", "image-file", "outline-mask", "analysis", "analysis-file")
)  # fmt: skip
_CASE = One("case", "case_id")
THROUGH_GLASS: dict[str, One] = {
    **{f"cases:{name}": PAGES[f"cases:{name}"] for name in _PAGES},
    **{f"api-{name}": API[f"api-{name}"] for name in _API},
    "cases:report": _CASE,
    "cases:report_pdf": _CASE,
    "api-case-report": _CASE,
}


def foreign_patient_of(user, noun: str, pk: int) -> int | None:
    """The object's patient, where that one is of another clinic and opened to `user` just now."""
    about = whose(noun, pk)
    if about is None or about.patient is None or about.clinic == user.clinic_id:
        return None
    return about.patient if open_glass_of(user).filter(patient=about.patient).exists() else None
