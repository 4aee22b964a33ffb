"""A version runs beside the one in use on every new picture, and nobody sees what it says."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.services.record_event import record_event
from analysis.models import ModelVersion

IN_USE = "{version} is in use already: there is nothing to try."


def try_beside(*, version: ModelVersion, by: User | None) -> ModelVersion:
    """Try this version on new pictures, instead of another one of its kind that was being tried.

    Raises:
        ValidationError: code "in_use".
    """
    with transaction.atomic():
        # locked in one order, as `analysis.versions.activate` does
        of_kind = list(ModelVersion.objects.select_for_update().filter(kind=version.kind).order_by("pk"))
        row = next(row for row in of_kind if row.pk == version.pk)
        if row.active:
            raise ValidationError(IN_USE.format(version=version.version), code="in_use")
        for other in of_kind:
            if other.shadow and other != row:
                ModelVersion.objects.filter(pk=other.pk).update(shadow=False)
                _record("model.tried_no_more", other, by)
        if not row.shadow:
            ModelVersion.objects.filter(pk=version.pk).update(shadow=True)
            _record("model.tried", version, by)
    version.refresh_from_db()
    return version


def stop_trying(*, version: ModelVersion, by: User | None) -> bool:
    """New pictures do without it; what it said stays, hidden. False when it was not being tried."""
    with transaction.atomic():
        stopped = ModelVersion.objects.filter(pk=version.pk, shadow=True).update(shadow=False)
        if stopped:
            _record("model.tried_no_more", version, by)
    version.refresh_from_db()
    return bool(stopped)


def _record(act: str, version: ModelVersion, by: User | None) -> None:
    record_event(act=act, by=by, about=version, detail={"kind": version.kind, "version": version.version})
