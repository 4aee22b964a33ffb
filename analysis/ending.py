"""What becomes of a row: its last state and, where there is a result, its two files and rows, not yet written."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from analysis.models import Analysis, Prediction, Segmentation
from analysis.models.segmentation import renditions_storage
from analysis.result_files import file_name
from ml.explanation_png import map_png
from ml.mask_png import mask_png

if TYPE_CHECKING:
    from ml.pipeline import Result

REASON_LENGTH = Analysis._meta.get_field("reason").max_length


@dataclass(frozen=True)
class Ending:
    """`segmentation` and `prediction` are there, unsaved, if and only if `state` is done."""

    analysis: Analysis
    state: str
    code: str = ""
    message: str = ""
    segmentation: Segmentation | None = None
    prediction: Prediction | None = None
    flags: list[dict[str, str]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def files(self) -> list[str]:
        """Names in the renditions' storage."""
        return [self.segmentation.mask.name, self.prediction.explanation.name] if self.segmentation else []


def done(*, analysis: Analysis, result: "Result", against_its_kind: dict[str, str] | None = None) -> Ending:
    """A result; its files are written here, and nothing of its picture is kept in memory.

    Args:
        analysis: the row as it was claimed.
        result: what the pipeline found.
        against_its_kind: code and message of what the record itself had against the picture, before its flags.
    """
    files: list[str] = []
    try:
        files += [_save(analysis, "masks", mask_png(result.mask))]
        files += [_save(analysis, "explanations", map_png(result.explanation))]
    except BaseException:
        delete_files(files)
        raise
    return Ending(
        analysis,
        Analysis.State.DONE,
        segmentation=_segmentation(result, files[0]),
        prediction=_prediction(result, files[1]),
        flags=_flags(result, against_its_kind),
        seconds=result.seconds,
    )


def rejected(analysis: Analysis, code: str, message: str) -> Ending:
    """The science refuses the picture."""
    return Ending(analysis, Analysis.State.REJECTED, code, message[:REASON_LENGTH])


def failed(analysis: Analysis, code: str, message: str) -> Ending:
    """It is our fault."""
    return Ending(analysis, Analysis.State.FAILED, code, message[:REASON_LENGTH])


def delete_files(files: list[str]) -> None:
    """Of results that were not written."""
    for name in files:
        renditions_storage().delete(name)


def _save(analysis: Analysis, folder: str, png: bytes) -> str:
    # a name of this run's own: a late worker deletes its own files only
    return renditions_storage().save(file_name(analysis, folder), ContentFile(png))


def _segmentation(result: "Result", mask: str) -> Segmentation:
    x0, y0, x1, y1 = result.bbox
    return Segmentation(
        mask=mask,
        outline=result.outline,
        bbox_x0=x0,
        bbox_y0=y0,
        bbox_x1=x1,
        bbox_y1=y1,
        area_fraction=result.area_fraction,
        measurements=result.measurements,
    )


def _prediction(result: "Result", explanation: str) -> Prediction:
    return Prediction(
        classes=list(result.probabilities),
        probabilities=list(result.probabilities.values()),
        malignant_probability=result.malignant_probability,
        operating_point=result.operating_point,
        threshold=result.threshold,
        uncertainty=result.uncertainty,
        uncertainty_threshold=result.uncertainty_threshold,
        verdict=result.verdict,
        explained=result.explained,
        explanation=explanation,
        energy_inside=result.energy_inside,
        quality=result.quality,
    )


def _flags(result: "Result", against_its_kind: dict[str, str] | None) -> list[dict[str, str]]:
    """Each code once: record and gate may both find that a picture is not dermoscopic."""
    first = [against_its_kind] if against_its_kind else []
    known = {flag["code"] for flag in first}
    return first + [{"code": f.code, "message": f.message} for f in result.flags if f.code not in known]
