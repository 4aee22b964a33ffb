"""Networks that are registered and lie on this machine: a few bytes with a manifest, enough for whoever only looks."""

from pathlib import Path

from analysis.models import ModelVersion
from ml.manifest import ModelEntry, add_entry
from tests.factories import ClassifierFactory, SegmenterFactory

IN_USE = ("segmenter-test", "classifier-test")
NEW = "classifier-new"


def small_networks(folder: Path) -> None:
    """A segmenter and a classifier in use, and a new classifier that is not, in that weights folder."""
    folder.mkdir(exist_ok=True)
    for kind, factory, version, active in (
        ("segmenter", SegmenterFactory, IN_USE[0], True),
        ("classifier", ClassifierFactory, IN_USE[1], True),
        ("classifier", ClassifierFactory, NEW, False),
    ):
        weights = folder / f"{version}.h5"
        weights.write_bytes(version.encode())
        entry = ModelEntry(
            kind=kind,
            version=version,
            file=weights.name,
            sha256="",
            architecture="none",
            config="none",
            input_size=8,
            data="none",
            date="2026-11-25",
            classes=(),
            thresholds={},
            licence="MIT",
            figures={},
            folder=folder,
        )
        written = add_entry(entry, weights, make_default=active)
        row = factory(version=version, active=active)
        ModelVersion.objects.filter(pk=row.pk).update(sha256=written.sha256)
