"""What a de-identified data set says of a picture, in the words of the ISIC archive.

Source: ISIC Archive metadata dictionary.
"""

from django.utils import timezone

from analysis.models import Segmentation
from cases.body_sites import BY_CODE
from cases.exports.known_diagnosis import known_diagnosis
from cases.exports.pseudonym import pseudonym
from cases.models import LesionImage, Patient
from cases.wording.moments import age_on

COLUMNS = (
    "isic_id",
    "lesion_id",
    "patient_id",
    "age_approx",
    "sex",
    "anatom_site_general",
    "diagnosis",
    "diagnosis_confirm_type",
    "image_type",
    "mask_by",
)
SITES = {
    "head_neck": "head/neck",
    "anterior_torso": "anterior torso",
    "posterior_torso": "posterior torso",
    "lateral_torso": "lateral torso",
    "upper_extremity": "upper extremity",
    "lower_extremity": "lower extremity",
    "palms_soles": "palms/soles",
    "oral_genital": "oral/genital",
}
IMAGE_TYPES = {"dermoscopic": "dermoscopic", "close_up": "clinical: close-up", "overview": "clinical: overview"}
AGE_STEP = 5
OLDEST = 85  # and older: few enough people to be found by their age


def dataset_row(image: LesionImage, outline: Segmentation | None) -> dict[str, object]:
    """One line of metadata.csv: no name, no number, no date, nothing that somebody typed.

    Args:
        image: fetched `with_known_diagnosis`.
        outline: whose mask goes with the picture.
    """
    lesion, known = image.case.lesion, known_diagnosis(image)
    site = BY_CODE[lesion.body_site]
    return {
        "isic_id": pseudonym("picture", image.pk),
        "lesion_id": pseudonym("lesion", lesion.pk),
        "patient_id": pseudonym("patient", lesion.patient_id),
        "age_approx": _age(lesion.patient, image),
        "sex": lesion.patient.sex if lesion.patient.sex in ("female", "male") else "",
        "anatom_site_general": SITES[site.parent or site.code],
        "diagnosis": known.code,
        "diagnosis_confirm_type": known.confirmed_by,
        "image_type": IMAGE_TYPES[image.image_type],
        "mask_by": ("person" if outline.drawn_by_id else "network") if outline else "",
    }


def _age(patient: Patient, image: LesionImage) -> int | None:
    years = age_on(patient.birth_date, timezone.localdate(image.taken_at or image.received_at))
    return None if years is None else min(AGE_STEP * round(years / AGE_STEP), OLDEST)
