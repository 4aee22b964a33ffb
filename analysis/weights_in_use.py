"""Are the files of the networks in use those that were judged? Asked at every start, by probes, before loading."""

from django.conf import settings
from django.db.models import Q

from analysis.models import ModelVersion
from ml.errors import WeightsTampered
from ml.manifest import read_manifest, verify


def check_weights(kind: str, version: str, registered_sha256: str) -> None:
    """Both files of a network: as the manifest says, and the manifest as was registered when results began to name it.

    Raises:
        ml.errors.WeightsMissing: a file is not there, or the manifest does not know the version.
        ml.errors.WeightsTampered: a file is another one, or the manifest describes another network.
    """
    entry = read_manifest(settings.WEIGHTS_DIR).find(kind, version)
    verify(entry)
    if entry.sha256 != registered_sha256:
        raise WeightsTampered(
            f"The manifest describes another {kind} {version} than the registered one: restore "
            f"{settings.WEIGHTS_DIR}, or add the new weights under a version of their own."
        )


def check_weights_in_use() -> None:
    """The same for every version that new pictures meet, active or in shadow, and for the gates.

    Raises:
        ml.errors.WeightsMissing, ml.errors.WeightsTampered: see `check_weights`.
        django.db.DatabaseError: nobody knows which are in use.
    """
    for kind, version, sha256 in versions_in_use():
        check_weights(kind, version, sha256)
    for entry in read_manifest(settings.WEIGHTS_DIR).entries:
        if entry.kind == "gate":
            verify(entry)


def versions_in_use() -> tuple[tuple[str, str, str], ...]:
    """Kind, version and registered hash."""
    rows = ModelVersion.objects.filter(Q(active=True) | Q(shadow=True)).order_by("kind", "pk")
    return tuple(rows.values_list("kind", "version", "sha256"))
