"""Cases with everything a report can say."""

from datetime import UTC, date, datetime
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from cases.models import Case, LesionImage, Pathology, Review
from ml.draw import draw_lesion
from ml.outline import outline_of
from tests.factories import (
    AnalysisFactory,
    CaseFactory,
    ClassifierFactory,
    DoneAnalysisFactory,
    LesionImageFactory,
    PatientFactory,
    PredictionFactory,
    SegmentationFactory,
)

LONG_NAME = "Łukasz Żółć-Παπαδόπουλος Алексеева von und zu Hohenzollern-Sigmaringen-Wittgenstein"
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
UNSURE = {"verdict": "needs_a_person", "uncertainty": 0.81, "uncertainty_threshold": 0.7}
FLAGS = [{"code": "too_blurred", "message": "The picture is too blurred to be judged. Please take it again in focus."}]


def drawn_image(case: Case, number: int = 1, **fields) -> LesionImage:
    """A picture as large as a real one, and the mask that it was drawn from as `mask_png` and `outline`."""
    pixels, mask = draw_lesion(number)
    out, mask_out = BytesIO(), BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=92)
    Image.fromarray(mask.astype("uint8") * 255).save(mask_out, "PNG")
    image = LesionImageFactory(
        case=case,
        width=pixels.shape[1],
        height=pixels.shape[0],
        rendition=ContentFile(out.getvalue(), f"drawn-{number}.jpg"),
        **fields,
    )
    image.mask_png, image.outline = mask_out.getvalue(), outline_of(mask)
    return image


def segmentation(picture: LesionImage, **fields):
    """The outline of a drawn picture."""
    measures = {
        "area_px": 31000.0,
        "longest_diameter_px": 231.0,
        "equivalent_diameter_px": 198.7,
        "perimeter_px": 702.0,
        "asymmetry_major_axis": 0.12,
        "asymmetry_minor_axis": 0.2,
        "border_irregularity": 1.3,
        "solidity": 0.93,
        "colours": ["light_brown", "dark_brown"],
        "light_brown_fraction": 0.4,
        "dark_brown_fraction": 0.6,
        "longest_diameter_mm": 4.6,
    }
    return SegmentationFactory(
        mask=ContentFile(picture.mask_png, "mask.png"),
        outline=picture.outline,
        measurements=measures,
        **fields,
    )


def done(image: LesionImage, *, anyway: bool = False, **prediction):
    """A finished analysis of a drawn picture."""
    return DoneAnalysisFactory(
        image=image,
        segmentation=segmentation(image),
        prediction=PredictionFactory(**prediction),
        anyway=anyway,
        flags=FLAGS if anyway else [],
        classifier=ClassifierFactory(thresholds={"rule_out": 0.3, "balanced": 0.5}, sha256="c1a5" * 16),
    )


def rejected(image: LesionImage):
    """The newest analysis refuses the picture."""
    return AnalysisFactory(
        image=image,
        state="rejected",
        reason_code="too_dark",
        reason="The picture is too dark to be judged.",
        finished_at=NOW,
    )


def sign(case: Case, by, version: int = 1, **fields) -> Review:
    """A signed review."""
    return Review.objects.create(
        **{
            "case": case,
            "version": version,
            "author": by,
            "amendment_reason": "" if version == 1 else "Histology came back",
            "impression": "nv",
            "impression_confidence": "medium",
            "impression_plan": "follow_up",
            "impression_at": NOW,
            "diagnosis": "mel",
            "management": "excise",
            "agreement": "no_result",
            "notes": "Irregular network at 3 o'clock <b>not bold</b>.\nSecond line.",
            "abcd": {"asymmetry": 2, "border": 3, "colours": ["light_brown", "black"], "structures": ["network"]},
            "seven_point": ["network", "streaks"],
            "signed_at": NOW,
            "signed_by": by,
        }
        | fields
    )


def whole_case(clinic, by, *, name: str = "Maria Lindqvist", **patient) -> Case:
    """Three pictures (a sure result, an unsure one analysed anyway, a refused one); nobody has signed."""
    fields = {"name": name, "record_number": "A-77", "personal_melanoma": True, "family_melanoma": False} | patient
    case = CaseFactory(
        lesion__patient=PatientFactory(clinic=clinic, **fields),
        lesion__description="Brown, 5 mm, between the shoulder blades",
        opened_by=by,
    )
    Case.objects.filter(pk=case.pk).update(opened_at=NOW)
    done(drawn_image(case, 1, mm_per_pixel=0.02, taken_at=NOW))
    done(drawn_image(case, 2), anyway=True, **UNSURE)
    rejected(drawn_image(case, 3, synthetic=True))
    return case


def histology(case: Case, by) -> Pathology:
    """What the laboratory says of the lesion."""
    return Pathology.objects.create(
        lesion=case.lesion,
        case=case,
        diagnosis="mel",
        breslow_mm=0.4,
        margins="clear",
        lab_number="L-77",
        reported_on=date(2026, 11, 24),
        entered_by=by,
    )
