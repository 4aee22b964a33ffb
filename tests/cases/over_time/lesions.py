"""Pictures over time without a database, for sums that are done by hand."""

from datetime import UTC, datetime

from analysis.models import Analysis, ModelVersion, Prediction, Segmentation
from cases.models import LesionImage
from cases.over_time.picture import Picture, picture_over_time

SQUARE = [[[10, 10], [50, 10], [50, 40], [10, 40]]]
MEASURED = {
    "area_px": 1000.0,
    "longest_diameter_px": 40.0,
    "equivalent_diameter_px": 35.0,
    "asymmetry_major_axis": 0.10,
    "asymmetry_minor_axis": 0.05,
    "border_irregularity": 1.2,
    "colours": ["light_brown", "red"],
}


def day(number: int, month: int = 5) -> datetime:
    """Noon of that day in 2026."""
    return datetime(2026, month, number, 12, tzinfo=UTC)


def analysed(
    probability: float = 0.1, *, threshold: float = 0.3, verdict: str = "", versions=("seg-1", "cls-1"), **measured
) -> Analysis:
    """A done analysis; `verdict` follows the threshold unless given."""
    said = verdict or ("suspicious" if probability >= threshold else "likely_benign")
    return Analysis(
        state="done",
        segmenter=ModelVersion(version=versions[0]),
        classifier=ModelVersion(version=versions[1]),
        segmentation=Segmentation(outline=SQUARE, measurements=MEASURED | measured),
        prediction=Prediction(malignant_probability=probability, threshold=threshold, verdict=said),
    )


def picture(pk: int = 1, *, analysis: Analysis | None = None, drawn: Segmentation | None = None, **fields) -> Picture:
    """One picture of 64 x 48, taken on 1 May unless told otherwise."""
    wanted = {"case_id": pk, "width": 64, "height": 48, "taken_at": day(1), "received_at": day(2)} | fields
    image = LesionImage(pk=pk, **wanted)
    image.latest_analyses = [analysis] if analysis else []
    image.drawn_newest_first = [drawn] if drawn else []
    return picture_over_time(image)
