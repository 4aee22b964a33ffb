"""One picture of a lesion as a point in time: when, what the networks say, what was measured and on whose outline."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from analysis.models import Analysis, Prediction
from cases.models import LesionImage
from cases.over_time.shown_result import shown_result

SPEAKING = (Prediction.Verdict.SUSPICIOUS, Prediction.Verdict.LIKELY_BENIGN)
NOT_ANALYSED = "not_asked"
# millimetres to this power are a size's unit
SIZES = {"area": 2, "longest_diameter": 1, "equivalent_diameter": 1}


class Value(NamedTuple):
    """A number with its unit: mm, mm2, px (lengths and areas), fraction (0..1) or ratio."""

    number: float
    unit: str


@dataclass(frozen=True)
class Picture:
    """A picture over time. `malignant_probability` is None unless the networks are sure; `outlined_by` is "person",
    "machine" or empty; `measurements` are those of `ml.measure` on that outline."""

    image: LesionImage
    at: datetime
    dated: str
    state: str
    verdict: str
    malignant_probability: float | None
    threshold: float | None
    versions: tuple[str, str] | None
    anyway: bool
    outlined_by: str
    outline: list
    measurements: dict

    @property
    def dermoscopic(self) -> bool:
        """Only such pictures are compared unless somebody asks for more."""
        return self.image.image_type == LesionImage.ImageType.DERMOSCOPIC

    def size(self, name: str) -> Value | None:
        """One of SIZES: in mm or mm2 where the picture's scale is known, else in pixels of unknown scale."""
        pixels = self.measurements.get(f"{name}_px")
        if pixels is None:
            return None
        scale, power = self.image.mm_per_pixel, SIZES[name]
        if scale is None:
            return Value(pixels, "px")
        return Value(pixels * scale**power, "mm2" if power == 2 else "mm")

    def measure(self, name: str, unit: str) -> Value | None:
        """A measure that needs no scale, by its name in `ml.measure`."""
        number = self.measurements.get(name)
        return None if number is None else Value(number, unit)

    @property
    def probability(self) -> Value | None:
        """The malignant probability where the networks are sure of their result."""
        return None if self.malignant_probability is None else Value(self.malignant_probability, "fraction")


def picture_over_time(image: LesionImage) -> Picture:
    """Of an image from `lesion_pictures_visible_to`."""
    result = shown_result(image)
    drawn = image.drawn_newest_first[0] if image.drawn_newest_first else None
    outlined = drawn or (result.segmentation if result else None)
    return Picture(
        image=image,
        at=image.taken_at or image.received_at,
        dated="taken" if image.taken_at else "received",
        state=_state(image, result),
        outlined_by="person" if drawn else "machine" if outlined else "",
        outline=outlined.outline if outlined else [],
        measurements=outlined.measurements if outlined else {},
        **_said(result),
    )


def in_order(images) -> list[Picture]:
    """The pictures from the oldest to the newest."""
    pictures = [picture_over_time(image) for image in images]
    return sorted(pictures, key=lambda picture: (picture.at, picture.image.pk))


def _state(image: LesionImage, result: Analysis | None) -> str:
    if result or image.latest_analysis is None:
        return result.state if result else NOT_ANALYSED
    # a done one that may not be shown says only that there is one
    return "hidden" if image.latest_analysis.state == Analysis.State.DONE else image.latest_analysis.state


def _said(result: Analysis | None) -> dict:
    if result is None:
        return dict.fromkeys(("malignant_probability", "threshold", "versions")) | {"verdict": "", "anyway": False}
    prediction = result.prediction
    sure = prediction.verdict in SPEAKING
    return {
        "verdict": prediction.verdict,
        "malignant_probability": prediction.malignant_probability if sure else None,
        "threshold": prediction.threshold if sure else None,
        "versions": (result.segmenter.version, result.classifier.version),
        "anyway": result.anyway,
    }
