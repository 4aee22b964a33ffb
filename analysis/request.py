"""Somebody asks for an analysis."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from accounts.models import User
from accounts.request_id import current_request_id
from accounts.services.record_event import record_event
from analysis.models import Analysis, BatchRun, ModelVersion
from analysis.models.analysis import GATE_CODES, LIVE_STATES
from analysis.turns import publish_in_turn

NO_ACTIVE_MODEL = "No trained network is in use on this site, so pictures cannot be analysed. Please tell an admin."


def request_analysis(*, image, by: User | None, batch: BatchRun | None = None, anyway: bool = False) -> Analysis:
    """Queue a picture for the networks in use (or the batch's), unless it is already queued or running for them.

    Args:
        image: the LesionImage.
        by: who asks; None for the system.
        anyway: in spite of the gates. Whether that may be asked for is the caller's question. A live row that the gates
            may stop is no answer to it. The other way round it is: who asks plainly while a run in spite of the gates
            is live gets that one, because a newer plain row would hide the result that somebody overruled a gate for.
        batch: the batch run it belongs to; it then waits in the batch's queue and behind no clinician. A shadow batch's
            results stay hidden: no row that clinicians see answers for them, nor the other way round.

    Returns:
        The live row of this picture and these versions. Its message goes out when the surrounding transaction
        commits; of a batch's row, in the reconciler's next round. A live row of a batch leaves the batch for who asks
        for this one picture: it goes to the queue in which somebody waits, and stays when the batch is paused or
        cancelled.

    Raises:
        ValidationError: code "no_active_model".
    """
    segmenter, classifier = (batch.segmenter, batch.classifier) if batch else active_versions()
    # one that nobody may see is no answer to who asks
    versions = {"segmenter": segmenter, "classifier": classifier, "shadow": bool(batch and batch.shadow)}
    answers = Analysis.objects.filter(image=image, state__in=LIVE_STATES, **versions).order_by("-anyway")
    if anyway:
        answers = answers.filter(anyway=True)
    clash = None
    for _ in range(3):
        live = answers.first()
        if live is not None and batch is None and live.batch_id:
            live = _take_out(live, by)  # None: it has ended, or gone with its batch, in this very moment
            if live is None:
                continue
        if live is not None:
            return live
        try:
            with transaction.atomic():
                return _insert(image, by, batch, versions, anyway=anyway)
        except IntegrityError as error:
            clash = error  # somebody asked for the same in this very moment: theirs is the row
    raise clash or IntegrityError(f"picture {image.pk}: its analyses change faster than one can be asked for")


def request_batch(*, clinic, by: User, selection: dict, image_count: int) -> BatchRun:
    """A batch run with the networks in use, for pictures that are on their way; their analyses name it.

    Raises:
        ValidationError: code "no_active_model".
    """
    segmenter, classifier = active_versions()
    return BatchRun.objects.create(
        clinic=clinic,
        asked_by=by,
        segmenter=segmenter,
        classifier=classifier,
        selection=selection,
        image_count=image_count,
        filled_at=Now(),  # the pictures come by themselves; nobody has to look for them
    )


def active_versions() -> tuple[ModelVersion, ModelVersion]:
    """Segmenter and classifier that new pictures meet.

    Raises:
        ValidationError: code "no_active_model".
    """
    active = {version.kind: version for version in ModelVersion.objects.filter(active=True)}
    try:
        return active[ModelVersion.Kind.SEGMENTER], active[ModelVersion.Kind.CLASSIFIER]
    except KeyError:
        raise ValidationError(NO_ACTIVE_MODEL, code="no_active_model") from None


def _insert(
    image, by: User | None, batch: BatchRun | None, versions: dict[str, ModelVersion | bool], *, anyway: bool
) -> Analysis:
    analysis = Analysis.objects.create(
        image=image,
        batch=batch,
        asked_by=by,
        anyway=anyway,
        request_id=current_request_id(),
        due_at=Now(),
        **versions,
    )
    analysis.refresh_from_db(fields=["due_at"])
    record_event(
        act="analysis.requested",
        by=by,
        about=analysis,
        clinic_id=image.case.lesion.patient.clinic_id,
        detail={kind: versions[kind].version for kind in ModelVersion.Kind.values}
        | ({"shadow": True} if versions["shadow"] else {})
        | ({"anyway": True, "overruled": _overruled(image)} if anyway else {}),
    )
    if batch is None:  # a batch's rows are sent by the reconciler, which gathers them into chunks
        transaction.on_commit(partial(publish_in_turn, analysis.pk, analysis.asked_by_id))
    return analysis


def _take_out(live: Analysis, by: User | None) -> Analysis | None:
    """The row of a batch as one that a person asked for; None when nobody can have it any more."""
    batch = live.batch_id
    with transaction.atomic():
        row = Analysis.objects.filter(pk=live.pk, batch=batch, state__in=LIVE_STATES)
        if not row.update(batch=None, asked_by=by, request_id=current_request_id()):
            return None
        live.refresh_from_db()
        record_event(
            act="analysis.requested",
            by=by,
            about=live,
            clinic_id=live.image.case.lesion.patient.clinic_id,
            detail={"segmenter": live.segmenter.version, "classifier": live.classifier.version, "from_batch": batch},
        )
        if live.state == Analysis.State.QUEUED:
            transaction.on_commit(partial(publish_in_turn, live.pk, live.asked_by_id))
    return live


def _overruled(image) -> str:
    """Code of the gate's latest refusal of this picture; nothing where no gate has ever stopped it."""
    refused = Analysis.objects.filter(image=image, state=Analysis.State.REJECTED, reason_code__in=GATE_CODES)
    return refused.order_by("-queued_at", "-pk").values_list("reason_code", flat=True).first() or ""
