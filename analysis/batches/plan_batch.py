"""What a batch would do, counted before anything is done."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Clinic, User
from analysis.batches.pictures import AGAIN, chosen, not_overruled, unanswered
from analysis.batches.versions import batch_versions
from analysis.models import BatchRun


@dataclass(frozen=True)
class Plan:
    """`batch` is not stored. Of `pictures` chosen, `already` have that answer, `overruled` are left alone because a
    clinician overruled a gate for them, and `to_ask` would be analysed."""

    batch: BatchRun
    pictures: int
    already: int
    overruled: int
    to_ask: int


def plan_batch(
    *,
    by: User,
    clinic: Clinic | None,
    selection: dict,
    versions: Iterable[str] = (),
    shadow: bool = False,
    again: bool = False,
) -> Plan:
    """Count what `start_batch` with the same words would ask for; nothing is stored.

    Args:
        by: who asks; whether they may is the caller's question.
        clinic: whose pictures; None for the whole installation.
        selection: see `cases.selectors.batch_pictures`; empty for all pictures.
        versions: names of a segmenter, a classifier or both; the ones in use for what is not named.
        shadow: the results are only compared, no clinician sees them. So are those of a version that is not in use,
            whatever is said here: nobody has signed for it yet.
        again: ask for pictures too that have a result of these very versions.

    Raises:
        ValidationError: see `batch_versions`.
    """
    segmenter, classifier = batch_versions(versions)
    batch = BatchRun(
        clinic=clinic,
        asked_by=by,
        segmenter=segmenter,
        classifier=classifier,
        selection=dict(sorted((selection | ({AGAIN: True} if again else {})).items())),
        shadow=shadow or not (segmenter.active and classifier.active),
    )
    images = chosen(batch)
    fresh = unanswered(images, batch)
    pictures, new, to_ask = images.count(), fresh.count(), not_overruled(fresh, batch).count()
    batch.image_count = to_ask
    return Plan(batch, pictures, already=pictures - new, overruled=new - to_ask, to_ask=to_ask)
