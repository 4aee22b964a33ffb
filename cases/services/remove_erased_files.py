"""Files of erased records are removed, now or when their storage answers again."""

import logging

from django.core.files.storage import storages

from cases.models import Erasure

logger = logging.getLogger(__name__)


def remove_erased_files(*, erasure: Erasure | None = None) -> int:
    """Remove what erasures have left; part of every round of the reconciler.

    Args:
        erasure: only of this one; of all without it.

    Returns:
        How many files are gone.
    """
    left = [erasure] if erasure else Erasure.objects.exclude(files_left=[])
    return sum(_remove(one) for one in left)


def _remove(erasure: Erasure) -> int:
    staying = []
    for alias, name in erasure.files_left:
        try:
            storages[alias].delete(name)
        except OSError:
            logger.exception("erasure %s: a file stays until its storage answers", erasure.pk)
            staying.append([alias, name])
    gone = len(erasure.files_left) - len(staying)
    if gone:
        erasure.files_left = staying
        erasure.save(update_fields=["files_left"])
    return gone
