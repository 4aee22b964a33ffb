"""A delivered network becomes a version of this installation; which pictures meet it is decided later."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.services.record_event import record_event
from analysis.engine import try_out
from analysis.models import ModelVersion
from analysis.versions import register_entry
from ml.adopt import adopt, check_free, stage
from ml.delivery import Delivery, NotAccepted, read_delivery
from ml.manifest import read_manifest


def register_model(*, folder: Path, by: User | None = None) -> ModelVersion:
    """Check what lies in the folder, try it on drawn pictures, copy it to the weights, and make its row.

    Nothing is used because of it: the version is neither active nor in shadow. Registering the same folder again
    changes nothing.

    Args:
        folder: see `ml.delivery`.
        by: who does it, for the audit trail; None for a command.

    Raises:
        ml.delivery.NotAccepted: one sentence; nothing was copied and no row was made.
    """
    delivery = read_delivery(folder)
    network = delivery.network
    taken = ModelVersion.objects.filter(kind=network.kind, version=network.version).exclude(sha256=network.sha256)
    if taken.exists():
        raise NotAccepted(f"{network.version} is taken by other weights, and results stand on them.")
    check_free(delivery, settings.WEIGHTS_DIR)
    _try(delivery)
    entry = adopt(delivery, settings.WEIGHTS_DIR)
    with transaction.atomic():
        version, created = register_entry(entry)
        if created:
            detail = {"kind": entry.kind, "version": entry.version, "sha256": entry.sha256}
            record_event(act="model.registered", by=by, about=version, detail=detail)
    return version


def _try(delivery: Delivery) -> None:
    """With the default of the other kind beside it; where it is new, the folder brings its own."""
    with tempfile.TemporaryDirectory(prefix="skinlesion-model-") as staged:
        stage(delivery, settings.WEIGHTS_DIR, Path(staged))
        pair = {**read_manifest(staged).defaults, delivery.network.kind: delivery.network.version}
        try_out(segmenter=pair["segmenter"], classifier=pair["classifier"], weights_dir=Path(staged))
