"""A picture that has just come is looked at by the version that is being tried, too."""

import logging

from django.db import DatabaseError, transaction
from django.db.models.functions import Now

from accounts.request_id import current_request_id
from accounts.services.record_event import record_event
from analysis.models import Analysis, ModelVersion

logger = logging.getLogger(__name__)


def request_shadow(*, image, beside: Analysis | None) -> Analysis | None:
    """Queue the picture for the version in shadow, together with the one in use for the other kind.

    Nothing that goes wrong here is the clinician's concern: it is logged, and the picture is as if nobody had asked.
    No message is sent either, because a broker that does not answer would cost the upload a second; the reconciler
    finds the row, and puts it into the queue behind which nobody waits.

    Args:
        image: the LesionImage, in the transaction that stores it.
        beside: the analysis that clinicians will see; the shadow is compared with it.

    Returns:
        The row; None where no version is being tried, or none is in use beside it.
    """
    try:
        with transaction.atomic():
            versions = _versions()
            return _insert(image, beside, versions) if versions else None
    except DatabaseError:
        logger.exception("picture %s: no shadow analysis could be asked for", image.pk)
        return None


def _versions() -> dict[str, ModelVersion] | None:
    rows = list(ModelVersion.objects.exclude(active=False, shadow=False))
    if not any(row.shadow for row in rows):
        return None
    # the one that is being tried takes the place of the one in use
    chosen = {row.kind: row for row in sorted(rows, key=lambda row: row.shadow)}
    return chosen if set(chosen) == set(ModelVersion.Kind.values) else None


def _insert(image, beside: Analysis | None, versions: dict[str, ModelVersion]) -> Analysis:
    analysis = Analysis.objects.create(
        image=image,
        before=beside,
        shadow=True,
        request_id=current_request_id(),
        due_at=Now(),
        **versions,
    )
    record_event(
        act="analysis.requested",
        by=None,
        about=analysis,
        clinic_id=image.case.lesion.patient.clinic_id,
        detail={**{kind: row.version for kind, row in versions.items()}, "shadow": True},
    )
    return analysis
