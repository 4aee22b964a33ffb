"""Which trained networks the record knows, and which of them new pictures meet."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.services.record_event import record_event
from analysis.batches.left_behind import pause_left_behind
from analysis.models import ModelVersion
from ml.manifest import Manifest, ModelEntry, read_manifest


def register_versions() -> list[ModelVersion]:
    """Make a row of every network in the manifest; where a kind has none in use that is still there, use the default.

    Returns:
        The rows of the manifest's networks. Registering again changes figures and thresholds only.

    Raises:
        ml.errors.WeightsMissing: there is no manifest.
        ValidationError: code "hash_changed": a registered version's weights are not the ones that results stand on.
    """
    manifest = read_manifest(settings.WEIGHTS_DIR)
    with transaction.atomic():
        # what is neither segmenter nor classifier (the domain gate) makes no result, and no result names it
        networks = [entry for entry in manifest.entries if entry.kind in ModelVersion.Kind.values]
        registered = [register_entry(entry)[0].pk for entry in networks]
        _use_defaults(manifest)
    return list(ModelVersion.objects.filter(pk__in=registered))


def activate(*, version: ModelVersion, by: User | None, **why: object) -> ModelVersion:
    """Use this version for new pictures, instead of the one in use for its kind; `why` goes into the audit event.

    Whether it may be is asked in `analysis.activation`, where a person decides.
    """
    with transaction.atomic():
        # locked in one order, so that two people at once end with one active version and no error
        of_kind = ModelVersion.objects.select_for_update().filter(kind=version.kind).order_by("pk")
        before = [row.version for row in of_kind if row.active]
        of_kind.order_by().exclude(pk=version.pk).filter(active=True).update(active=False)
        of_kind.order_by().filter(pk=version.pk).update(active=True, shadow=False)
        record_event(
            act="model.activated",
            by=by,
            about=version,
            detail={"kind": version.kind, "version": version.version, "before": before, **why},
        )
        pause_left_behind(by=by)
    version.refresh_from_db()
    return version


def register_entry(entry: ModelEntry) -> tuple[ModelVersion, bool]:
    """Its row, and whether it is new. Registering again changes figures, thresholds and the card only.

    Raises:
        ValidationError: code "hash_changed".
    """
    described = {
        "classes": list(entry.classes),
        "thresholds": {**entry.thresholds, **entry.operating_points},
        "metrics": entry.figures,
        "card": entry.card,
    }
    row, created = ModelVersion.objects.get_or_create(
        kind=entry.kind, version=entry.version, defaults={"sha256": entry.sha256, **described}
    )
    if row.sha256 != entry.sha256:
        raise ValidationError(
            f"{entry.version} is registered with other weights, and results stand on them: "
            "add the new weights to the manifest under a version of their own.",
            code="hash_changed",
        )
    if not created:
        ModelVersion.objects.filter(pk=row.pk).update(**described)
        row.refresh_from_db()
    return row, created


def _use_defaults(manifest: Manifest) -> None:
    for kind in ModelVersion.Kind.values:
        # a release may bring new networks and take old ones away; a version chosen by an admin stays while it is there
        there = [entry.version for entry in manifest.entries if entry.kind == kind]
        in_use = ModelVersion.objects.filter(kind=kind, active=True, version__in=there)
        if kind in manifest.defaults and not in_use.exists():
            activate(version=ModelVersion.objects.get(kind=kind, version=manifest.defaults[kind]), by=None)
