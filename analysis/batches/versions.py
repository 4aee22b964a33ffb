"""The networks of a batch: named by a person, in use otherwise, and there on this machine."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError

from analysis.models import ModelVersion
from analysis.request import active_versions
from ml.errors import WeightsMissing, WeightsTampered
from ml.manifest import read_manifest, verify


def batch_versions(names: Iterable[str]) -> tuple[ModelVersion, ModelVersion]:
    """Segmenter and classifier: the named ones, and the ones in use where none of a kind is named.

    Raises:
        ValidationError: code "unknown_version", nothing of that name is registered, or two of one kind are named;
            "weights_missing", the files of a network are not on this machine, or are others than was registered;
            "no_active_model".
    """
    named: dict[str, ModelVersion] = {}
    for name in dict.fromkeys(names):
        found = list(ModelVersion.objects.filter(version=name))
        if not found or any(version.kind in named for version in found):
            known = ", ".join(ModelVersion.objects.values_list("version", flat=True)) or "none"
            raise ValidationError(
                f"{name} is no version to add here: name one classifier, one segmenter or both (known: {known}).",
                code="unknown_version",
            )
        named |= {version.kind: version for version in found}
    if len(named) < 2:
        named = dict(zip(("segmenter", "classifier"), active_versions(), strict=True)) | named
    for version in named.values():
        _must_be_here(version)
    return named["segmenter"], named["classifier"]


def _must_be_here(version: ModelVersion) -> None:
    try:
        entry = read_manifest(settings.WEIGHTS_DIR).find(version.kind, version.version)
        verify(entry)
        usable = entry.sha256 == version.sha256
    except (WeightsMissing, WeightsTampered):
        usable = False
    if not usable:
        raise ValidationError(
            f"The weights of {version} are not on this machine, or are not the registered ones.", code="weights_missing"
        )
