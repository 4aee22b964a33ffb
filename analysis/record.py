"""How runs end: one transaction, fenced by the claim's token. A worker that comes too late writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import AuditEvent
from accounts.request_id import continue_request
from accounts.services.record_events import record_events
from analysis.claim import expired, held
from analysis.ending import Ending, delete_files, done, failed, rejected
from analysis.models import Analysis, Prediction, Segmentation
from analysis.result_files import remove_files_of

if TYPE_CHECKING:
    from ml.pipeline import Result

WRITTEN = (
    ["state", "reason_code", "reason", "finished_at", "token", "lease_until"]
    + ["segmentation", "prediction", "flags", "seconds"]
)  # fmt: skip


class Corrected(Exception):
    """The picture's kind or scale is no longer what the result rests on; nothing of it was written."""


@dataclass(frozen=True)
class Recorded:
    """Ids of analyses. `corrected`: still ours, and to be done again. In neither: no longer ours, nothing is left."""

    finished: frozenset[int]
    corrected: frozenset[int]


def record_many(endings: Sequence[Ending], *, still: Q | None = None) -> Recorded:
    """Store how several runs ended: rows of results, states and audit events stand or fall together.

    A row that has gone to another worker, or whose picture was corrected, is left out, with its files; the others
    stand.

    Args:
        endings: of rows of one claim.
        still: what must hold of the rows besides their being ours.

    Raises:
        django.db.Error: the database refuses a row; then nothing is left of any of them.
    """
    if not endings:
        return Recorded(frozenset(), frozenset())
    try:
        with transaction.atomic():
            corrected = _corrected([ending for ending in endings if ending.prediction])
            finished = _still_ours(endings, still or Q()) - corrected
            ended = [ending for ending in endings if ending.analysis.pk in finished]
            _finish(ended)
            _remove_files_of_the_killed(ended, and_this_run=still is not None)
    except BaseException:
        # the connection may have broken behind the commit: then the rows stand and need their files
        masks = [ending.files[0] for ending in endings if ending.files]
        standing = set(Segmentation.objects.filter(mask__in=masks).values_list("mask", flat=True)) if masks else set()
        _drop([ending for ending in endings if ending.files and ending.files[0] not in standing])
        raise
    _drop([ending for ending in endings if ending.analysis.pk not in finished])
    return Recorded(finished, corrected)


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
    recorded = record_many([done(analysis=analysis, result=result, against_its_kind=against_its_kind)])
    if recorded.corrected:
        raise Corrected
    return bool(recorded.finished)


def record_rejected(*, analysis: Analysis, code: str, message: str) -> bool:
    """The science refuses the picture. False when the row was no longer ours."""
    return bool(record_many([rejected(analysis, code, message)]).finished)


def record_failed(*, analysis: Analysis, code: str, message: str) -> bool:
    """It is our fault. False when the row was no longer ours."""
    return bool(record_many([failed(analysis, code, message)]).finished)


def record_abandoned(*, analysis: Analysis, code: str, message: str) -> bool:
    """The last worker never came back. False when it did, and holds the row or has finished it."""
    return bool(record_many([failed(analysis, code, message)], still=expired()).finished)


def _corrected(endings: list[Ending]) -> frozenset[int]:
    """Locked, too: a correction of a picture comes before, and is seen here, or after, and asks again."""
    if not endings:
        return frozenset()
    images = {ending.analysis.image_id: ending.analysis.image for ending in endings}
    rows = type(endings[0].analysis.image)._default_manager.select_for_update(no_key=True).order_by("pk")
    facts = {pk: facts for pk, *facts in rows.filter(pk__in=images).values_list("pk", "image_type", "mm_per_pixel")}
    changed = {pk for pk, image in images.items() if facts[pk] != [image.image_type, image.mm_per_pixel]}
    return frozenset(ending.analysis.pk for ending in endings if ending.analysis.image_id in changed)


def _still_ours(endings: Sequence[Ending], still: Q) -> frozenset[int]:
    """Locked to the end of the transaction, so that nobody takes them away before it."""
    rows = Analysis.objects.select_for_update(no_key=True).order_by("pk")
    ours = held(*(ending.analysis for ending in endings))
    return frozenset(rows.filter(ours).filter(still).values_list("pk", flat=True))


def _finish(endings: list[Ending]) -> None:
    if not endings:
        return
    Segmentation.objects.bulk_create([ending.segmentation for ending in endings if ending.segmentation])
    Prediction.objects.bulk_create([ending.prediction for ending in endings if ending.prediction])
    Analysis.objects.bulk_update([_row(ending) for ending in endings], WRITTEN)
    record_events(events=[_event(ending) for ending in endings])


def _remove_files_of_the_killed(endings: list[Ending], *, and_this_run: bool) -> None:
    """Once the ends are committed: what earlier runs left. One that is only late takes its own away by itself."""
    lost = {ending.analysis.pk: range(1, ending.analysis.attempts + and_this_run) for ending in endings}

    def remove() -> None:
        for analysis_id, attempts in lost.items():
            remove_files_of(analysis_id, attempts)

    if any(lost.values()):
        transaction.on_commit(remove, robust=True)


def _row(ending: Ending) -> Analysis:
    """What `WRITTEN` names; the caller's own object keeps its token."""
    return Analysis(
        pk=ending.analysis.pk,
        state=ending.state,
        reason_code=ending.code,
        reason=ending.message,
        finished_at=Now(),
        segmentation=ending.segmentation,
        prediction=ending.prediction,
        flags=ending.flags,
        seconds=ending.seconds,
    )


def _event(ending: Ending) -> AuditEvent:
    analysis = ending.analysis
    with continue_request(analysis.request_id):
        return AuditEvent.of(
            act="analysis.finished",
            by=None,
            about=analysis,
            clinic_id=analysis.image.case.lesion.patient.clinic_id,
            detail={
                "state": str(ending.state),
                "code": ending.code,
                "segmenter": analysis.segmenter.version,
                "classifier": analysis.classifier.version,
                **({"anyway": True} if analysis.anyway else {}),
            },
        )


def _drop(endings: list[Ending]) -> None:
    for ending in endings:
        delete_files(ending.files)
