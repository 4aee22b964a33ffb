"""How a run ends: one transaction, fenced by the claim's token. A worker that comes too late writes nothing."""

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from accounts.services.record_event import record_event
from analysis.claim import expired, held
from analysis.models import Analysis, Prediction, Segmentation
from analysis.models.segmentation import renditions_storage
from analysis.result_files import file_name, remove_files_of
from ml.explanation_png import map_png
from ml.mask_png import mask_png

if TYPE_CHECKING:
    from ml.pipeline import Result

REASON_LENGTH = Analysis._meta.get_field("reason").max_length


class TooLate(Exception):
    """The row is no longer ours: rolls back what was written for it."""


class Corrected(Exception):
    """The picture's kind or scale is no longer what the result rests on: rolls back, like `TooLate`."""


def record_done(*, analysis: Analysis, result: "Result", against_its_kind: dict[str, str] | None = None) -> bool:
    """Store a result: files, segmentation, prediction, state and audit event stand or fall together.

    Args:
        analysis: the row as `claim` gave it.
        result: what the pipeline found.
        against_its_kind: code and message of what the record itself had against the picture, before its flags.

    Returns:
        False when the row was no longer ours; then nothing is left of this call, not even the files.

    Raises:
        Corrected: somebody corrected the picture's kind or scale since the claim. Nothing is left here either; the
            row is still ours, and its work is to be done again.
    """
    files: list[str] = []
    try:
        files += [_save(analysis, "masks", mask_png(result.mask))]
        files += [_save(analysis, "explanations", map_png(result.explanation))]
        with transaction.atomic():
            _hold_as_it_was(analysis.image)
            _finish(
                analysis,
                state=Analysis.State.DONE,
                segmentation=_segmentation(result, files[0]),
                prediction=_prediction(result, files[1]),
                flags=_flags(result, against_its_kind),
                seconds=result.seconds,
            )
    except TooLate:
        _delete(files)
        return False
    except BaseException:
        # the connection may have broken behind the commit: then the row stands and needs its files
        if not Segmentation.objects.filter(mask__in=files[:1]).exists():
            _delete(files)
        raise
    return True


def record_rejected(*, analysis: Analysis, code: str, message: str) -> bool:
    """The science refuses the picture. False when the row was no longer ours."""
    return _end_without_result(analysis, Analysis.State.REJECTED, code, message)


def record_failed(*, analysis: Analysis, code: str, message: str) -> bool:
    """It is our fault. False when the row was no longer ours."""
    return _end_without_result(analysis, Analysis.State.FAILED, code, message)


def record_abandoned(*, analysis: Analysis, code: str, message: str) -> bool:
    """The last worker never came back. False when it did, and holds the row or has finished it."""
    return _end_without_result(analysis, Analysis.State.FAILED, code, message, still=expired())


def _end_without_result(analysis: Analysis, state: str, code: str, message: str, *, still: Q | None = None) -> bool:
    try:
        with transaction.atomic():
            _finish(analysis, state=state, reason_code=code, reason=message[:REASON_LENGTH], still=still)
    except TooLate:
        return False
    return True


def _finish(analysis: Analysis, *, state: str, still: Q | None = None, **fields: Any) -> None:
    changed = (
        Analysis.objects.filter(held(analysis))
        .filter(still or Q())
        .update(state=state, finished_at=Now(), token=None, lease_until=None, **fields)
    )
    if changed != 1:
        raise TooLate
    _remove_files_of_the_killed(analysis, and_this_run=still is not None)
    record_event(
        act="analysis.finished",
        by=None,
        about=analysis,
        clinic_id=analysis.image.case.lesion.patient.clinic_id,
        detail={
            "state": str(state),
            "code": fields.get("reason_code", ""),
            "segmenter": analysis.segmenter.version,
            "classifier": analysis.classifier.version,
            **({"anyway": True} if analysis.anyway else {}),
        },
    )


def _remove_files_of_the_killed(analysis: Analysis, *, and_this_run: bool) -> None:
    """Once this end is committed: what earlier runs left. One that is only late takes its own away by itself."""
    lost = range(1, analysis.attempts + and_this_run)

    def remove() -> None:
        remove_files_of(analysis.pk, lost)

    if lost:
        transaction.on_commit(remove, robust=True)


def _hold_as_it_was(image) -> None:
    """Locked to the end of the transaction: a correction comes before, and is seen here, or after, and asks again."""
    rows = type(image)._default_manager.select_for_update(no_key=True)
    if rows.values_list("image_type", "mm_per_pixel").get(pk=image.pk) != (image.image_type, image.mm_per_pixel):
        raise Corrected


def _segmentation(result: "Result", mask: str) -> Segmentation:
    x0, y0, x1, y1 = result.bbox
    return Segmentation.objects.create(
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
    return Prediction.objects.create(
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


def _save(analysis: Analysis, folder: str, png: bytes) -> str:
    # a name of this run's own: a late worker deletes its own files only
    return renditions_storage().save(file_name(analysis, folder), ContentFile(png))


def _delete(files: list[str]) -> None:
    for name in files:
        renditions_storage().delete(name)
