"""A batch asks for its next pictures: one bounded piece, one transaction."""

from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Now

from analysis.batches.pictures import answers, chosen, to_ask
from analysis.batches.unfinished import TO_BE_ASKED
from analysis.models import Analysis, BatchRun

PIECE = 500
# of one batch: enough for the workers until the next round, and a million pictures make no million waiting rows
MOST_QUEUED = 5000


def fill_batch(batch_id: int, *, piece: int = PIECE, most_queued: int = MOST_QUEUED) -> bool:
    """Look at the next `piece` pictures and ask for them, those first that failed and are to be tried again.

    Whatever kills it leaves nothing or the whole piece with its cursor; the next call goes on there. Two at once never
    take the same piece.

    Returns:
        Whether there may be more to ask for now: False at the end, when enough rows wait, when somebody has paused or
        cancelled the batch, and while another process is at it.
    """
    with transaction.atomic():
        batch = _take(batch_id)
        if batch is None:
            return False
        room = most_queued - Analysis.objects.filter(batch=batch, state=Analysis.State.QUEUED).count()
        size = min(piece, room)
        if size <= 0:
            return False
        if batch.retry_until:
            return _try_again(batch, size) or batch.filled_at is None
        return _go_on(batch, size)


def _take(batch_id: int) -> BatchRun | None:
    """The batch, locked to the end of the transaction; not against the rows that name it."""
    rows = BatchRun.objects.select_for_update(no_key=True, skip_locked=True)
    return rows.filter(TO_BE_ASKED, pk=batch_id, paused_at__isnull=True, cancelled_at__isnull=True).first()


def _go_on(batch: BatchRun, size: int) -> bool:
    images = chosen(batch).filter(pk__gt=batch.filled_until).order_by("pk")
    looked_at = list(images.values_list("pk", flat=True)[:size])
    _ask(batch, to_ask(batch, looked_at))
    if len(looked_at) == size:
        BatchRun.objects.filter(pk=batch.pk).update(filled_until=looked_at[-1])
        return True
    # what was counted at the start may have got its result elsewhere meanwhile
    asked = Analysis.objects.filter(batch=batch).order_by().aggregate(images=Count("image", distinct=True))
    BatchRun.objects.filter(pk=batch.pk).update(filled_at=Now(), image_count=asked["images"])
    return False


def _try_again(batch: BatchRun, size: int) -> bool:
    of_image = OuterRef("image"), OuterRef("pk")
    newer = Analysis.objects.filter(batch=batch, image=of_image[0], pk__gt=of_image[1])
    answered = answers(batch).filter(image=of_image[0], pk__gt=of_image[1])
    failed = Analysis.objects.filter(batch=batch, state=Analysis.State.FAILED, finished_at__lte=batch.retry_until)
    rows = failed.filter(~Exists(newer), ~Exists(answered)).order_by("pk")
    if not batch.shadow:
        # somebody overruled a gate for these meanwhile: a batch overrules none, and its refusal would hide their result
        rows = rows.exclude(image__in=Analysis.objects.filter(anyway=True).order_by().values("image"))
    found = list(rows.values_list("image", flat=True)[:size])
    _ask(batch, to_ask(batch, found))
    if len(found) == size:
        return True
    BatchRun.objects.filter(pk=batch.pk).update(retry_until=None)
    return False


def _ask(batch: BatchRun, found: list[tuple[int, int | None]]) -> None:
    """Queued rows without a message: the reconciler sends them. Who is asked for in this very moment is left out."""
    rows = [
        Analysis(
            image_id=image,
            before_id=before,
            batch=batch,
            segmenter_id=batch.segmenter_id,
            classifier_id=batch.classifier_id,
            shadow=batch.shadow,
            asked_by_id=batch.asked_by_id,
            request_id=f"batch-{batch.pk}",
            due_at=Now(),
        )
        for image, before in found
    ]
    Analysis.objects.bulk_create(rows, ignore_conflicts=True)
