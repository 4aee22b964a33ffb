"""Somebody asks for a re-run of stored pictures."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Clinic, User
from accounts.services.record_event import record_event
from analysis.batches.plan_batch import plan_batch
from analysis.batches.unfinished import unfinished
from analysis.models import BatchRun, ModelVersion

NO_PICTURES = "No stored picture fits this selection."
NOTHING_TO_DO = "Every picture of this selection has that result already, or is being analysed for it."


def start_batch(
    *,
    by: User,
    clinic: Clinic | None,
    selection: dict,
    versions: Iterable[str] = (),
    shadow: bool = False,
    again: bool = False,
) -> BatchRun:
    """A batch whose rows the reconciler asks for piece by piece; the unfinished one of the very same words, if any.

    The arguments are those of `plan_batch`. Writes one audit event, "batch.started".

    Raises:
        ValidationError: codes "no_pictures", "nothing_to_do", and those of `batch_versions`.
    """
    plan = plan_batch(by=by, clinic=clinic, selection=selection, versions=versions, shadow=shadow, again=again)
    asked = plan.batch
    with transaction.atomic():
        # whoever asks for the same versions in this moment waits here, and then finds our row. Not for key: workers
        # go on writing rows that name these versions
        networks = ModelVersion.objects.select_for_update(no_key=True).order_by("pk")
        in_use = [row.active for row in networks.filter(pk__in=[asked.segmenter_id, asked.classifier_id])]
        asked.shadow = asked.shadow or not all(in_use)  # one may have been left since it was planned
        same = _same(asked)
        if same is not None:
            return same
        if not plan.to_ask:
            raise ValidationError(
                NOTHING_TO_DO if plan.pictures else NO_PICTURES,
                code="nothing_to_do" if plan.pictures else "no_pictures",
            )
        asked.save()
        record_event(act="batch.started", by=by, about=asked, clinic_id=asked.clinic_id, detail=_detail(asked))
    return asked


def _same(asked: BatchRun) -> BatchRun | None:
    words = {name: getattr(asked, name) for name in ("clinic_id", "segmenter_id", "classifier_id", "shadow")}
    # the selection here and not in the query: databases differ in when two JSON objects are equal
    return next((row for row in unfinished().filter(**words) if row.selection == asked.selection), None)


def _detail(batch: BatchRun) -> dict:
    # the ticked pictures as a number: there may be thousands
    words = {key: len(value) if key == "images" else value for key, value in batch.selection.items()}
    return {
        "segmenter": batch.segmenter.version,
        "classifier": batch.classifier.version,
        "shadow": batch.shadow,
        "selection": words,
        "pictures": batch.image_count,
    }
