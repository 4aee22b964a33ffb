"""Consented pictures leave as a de-identified data set."""

from collections.abc import Callable, Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from accounts.roles import Act, may
from accounts.services.record_event import record_event
from cases.exports.dataset import write_dataset
from cases.exports.sinks import Sink


def export_dataset(
    *, sink: Sink, by: User, watch: Callable[[list[int]], Iterable[int]] = lambda keys: keys
) -> dict[str, int]:
    """Write the data set into `sink`, with the audit event "dataset.exported".

    Only patients with a consent to research; pseudonyms, ages in steps of five years, no dates, nothing typed.

    Args:
        sink: where to; see `cases.exports.sinks`.
        by: an administrator; their clinic's pictures leave, the operator's are all.
        watch: a place for a progress bar: passes the ids of the pictures on.

    Returns:
        How many pictures, masks, lesions and patients.

    Raises:
        django.core.exceptions.PermissionDenied: `by` is no administrator.
    """
    if not may(by, Act.ADMINISTER):
        raise PermissionDenied
    counts = write_dataset(sink, by=by, watch=watch)
    with transaction.atomic():
        record_event(act="dataset.exported", by=by, detail=counts)
    return counts
