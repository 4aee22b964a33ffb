"""What a clinician or a laboratory may call a lesion: the seven HAM10000 classes, and what they leave out.

Source: for the seven, Tschandl, Rosendahl, Kittler 2018, Scientific Data 5:180161; the rest is what laboratories also
write.
"""

from dataclasses import dataclass

from ml.diagnoses import MALIGNANT, NAMES


@dataclass(frozen=True)
class Diagnosis:
    """One diagnosis. `ham` is the class that the classifier would have to give, empty where it knows none; `malignant`
    is None where the name alone does not tell."""

    code: str
    name: str
    ham: str
    malignant: bool | None


DIAGNOSES: tuple[Diagnosis, ...] = (
    *(Diagnosis(code, name, code, code in MALIGNANT) for code, name in NAMES.items()),
    Diagnosis("mel_in_situ", "Melanoma in situ", "mel", True),
    Diagnosis("scc", "Squamous cell carcinoma", "", True),
    Diagnosis("other_malignant", "Other malignant", "", True),
    Diagnosis("other_benign", "Other benign", "", False),
    Diagnosis("other", "Other, see the notes", "", None),
)

BY_CODE: dict[str, Diagnosis] = {diagnosis.code: diagnosis for diagnosis in DIAGNOSES}


def diagnosis_choices() -> list[tuple[str, str]]:
    """For a select field, in the order of the table."""
    return [(diagnosis.code, diagnosis.name) for diagnosis in DIAGNOSES]
