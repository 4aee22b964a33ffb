"""The seven diagnoses of HAM10000, in the one order that every array, table and file of this project uses.

Source: Tschandl, Rosendahl, Kittler 2018, Scientific Data 5:180161.
"""

NAMES: dict[str, str] = {
    "akiec": "Actinic keratosis or Bowen's disease",
    "bcc": "Basal cell carcinoma",
    "bkl": "Benign keratosis-like lesion",
    "df": "Dermatofibroma",
    "mel": "Melanoma",
    "nv": "Melanocytic nevus",
    "vasc": "Vascular lesion",
}

CODES: tuple[str, ...] = tuple(NAMES)

# Actinic keratosis counts as malignant because it is a carcinoma in situ: missing one is the costly mistake.
MALIGNANT: tuple[str, ...] = ("akiec", "bcc", "mel")

MALIGNANT_INDICES: tuple[int, ...] = tuple(CODES.index(code) for code in MALIGNANT)
