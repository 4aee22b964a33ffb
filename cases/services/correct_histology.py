"""A histology is corrected: the wrong row is withdrawn, a right one is entered."""

from typing import Any

from django.db import transaction

from accounts.models import User
from cases.models import Pathology
from cases.services.enter_histology import enter_histology
from cases.services.withdraw_histology import withdraw_histology


def correct_histology(*, pathology: Pathology, reason: str, by: User, **fields: Any) -> Pathology:
    """The new row; the old one is withdrawn for `reason`. Both or neither, each with its own audit event.

    Args:
        pathology: the wrong one.
        reason: what was wrong with it.
        by: who corrects it.
        **fields: of `enter_histology`, all of the new row; its lesion is the same.

    Raises:
        django.core.exceptions.ValidationError: from either service; then nothing has changed.
    """
    with transaction.atomic():
        withdraw_histology(pathology=pathology, reason=reason, by=by)
        return enter_histology(lesion=pathology.lesion, by=by, **fields)
