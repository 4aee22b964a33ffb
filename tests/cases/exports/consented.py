"""A patient who consented to research, with every identifying value set to something that can be searched for."""

import io
from datetime import UTC, date, datetime

from django.core.files.base import ContentFile
from PIL import Image

from cases.models import Case, LesionImage
from tests.cases.report.cases import done, drawn_image, histology, sign
from tests.factories import CaseFactory, LesionFactory, PatientFactory

# what must not leave, in any file
IDENTIFYING = (
    "Zacharias",
    "Unverwechselbar",
    "RN-9081726",
    "1931-02-03",
    "1931",
    "Allergic-to-lidocaine",
    "Behind-the-left-knee",
    "Sent-by-Doctor-Quux",
    "Notes-of-the-review",
    "L-4711-LAB",
    "Comment-of-the-lab",
    "2019-08-07",
    "2019",
    "Wilhelmina-Clinician",
    "wilhelmina@clinic-a.example",
    "Camera-of-Zacharias",
)


def consented_case(clinic, by, **patient) -> Case:
    """One analysed picture, signed, with a histology."""
    fields = {
        "name": "Zacharias Unverwechselbar",
        "record_number": "RN-9081726",
        "birth_date": date(1931, 2, 3),
        "sex": "male",
        "notes": "Allergic-to-lidocaine",
        "research_consent_on": date(2020, 1, 1),
    } | patient
    lesion = LesionFactory(patient=PatientFactory(clinic=clinic, **fields), description="Behind-the-left-knee")
    case = CaseFactory(lesion=lesion, opened_by=by, reason="Sent-by-Doctor-Quux")
    done(consented_picture(case))
    sign(case, by, notes="Notes-of-the-review", diagnosis="nv")
    found = histology(case, by)
    found.lab_number, found.comment = "L-4711-LAB", "Comment-of-the-lab"
    found.save()
    return case


def consented_picture(case: Case) -> LesionImage:
    """Its original carries the patient's name in the camera's notes; its rendition does not."""
    image = drawn_image(case, taken_at=datetime(2019, 8, 7, 9, 30, tzinfo=UTC))
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "Camera-of-Zacharias"
    Image.new("RGB", (64, 48)).save(out, "JPEG", exif=exif)
    image.original.save(image.original.name, ContentFile(out.getvalue()))
    return image
