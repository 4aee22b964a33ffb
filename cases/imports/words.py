"""The words of tables for what our record writes as codes.

Source: ISIC Archive metadata dictionary; `localization` and `dx` of HAM10000 (Tschandl et al. 2018).
"""

from cases.body_sites import SITES
from cases.diagnoses import DIAGNOSES


def plain(words: str) -> str:
    """Lower case, and every sign between words one space."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in words.lower()).split())


BODY_SITES: dict[str, str] = {
    **{plain(site.name): site.code for site in SITES},
    **{plain(site.code): site.code for site in SITES},
    "head neck": "head_neck",
    "palms soles": "palms_soles",
    "acral": "palms_soles",
    "acral palms or soles": "palms_soles",
    "oral genital": "oral_genital",
    "oral or genital": "oral_genital",
    "back": "posterior_torso",
    "hand": "hand",
    "foot": "foot",
}
IMAGE_TYPES: dict[str, str] = {
    "": "dermoscopic",
    "dermoscopic": "dermoscopic",
    "dermoscopy": "dermoscopic",
    "close up": "close_up",
    "clinical": "close_up",
    "clinical close up": "close_up",
    "tbp tile close up": "close_up",
    "overview": "overview",
    "clinical overview": "overview",
    "tbp tile overview": "overview",
}
SEXES: dict[str, str] = {
    "": "",
    "f": "female",
    "female": "female",
    "m": "male",
    "male": "male",
    "other": "other",
    "unknown": "unknown",
}
DIAGNOSIS_CODES: dict[str, str] = {
    **{plain(diagnosis.name): diagnosis.code for diagnosis in DIAGNOSES},
    **{plain(diagnosis.code): diagnosis.code for diagnosis in DIAGNOSES},
    "melanoma": "mel",
    "melanoma invasive": "mel",
    "melanoma in situ": "mel_in_situ",
    "melanoma metastasis": "other_malignant",
    "nevus": "nv",
    "melanocytic nevus": "nv",
    "basal cell carcinoma": "bcc",
    "actinic keratosis": "akiec",
    "solar or actinic keratosis": "akiec",
    "bowen s disease": "akiec",
    "seborrheic keratosis": "bkl",
    "solar lentigo": "bkl",
    "lichenoid keratosis": "bkl",
    "lichen planus like keratosis": "bkl",
    "pigmented benign keratosis": "bkl",
    "dermatofibroma": "df",
    "vascular lesion": "vasc",
    "angioma": "vasc",
    "hemangioma": "vasc",
    "angiokeratoma": "vasc",
    "squamous cell carcinoma": "scc",
}
# `diagnosis_confirm_type` of ISIC, `dx_type` of HAM10000
CONFIRMED_BY_HISTOLOGY = ("histopathology", "histo", "histology")
