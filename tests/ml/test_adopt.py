"""A delivery moves in whole, or the folder is as it was."""

import os
import shutil
from dataclasses import replace

import pytest

from ml.adopt import adopt
from ml.delivery import NotAccepted, read_delivery
from ml.manifest import WEIGHTS_FOLDER, read_manifest, verify
from ml.pipeline import Pipeline
from tests.ml.delivered import CARD, deliver


@pytest.fixture
def weights(tmp_path):
    """A copy of the shipped folder."""
    return shutil.copytree(WEIGHTS_FOLDER, tmp_path / "weights")


def files(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".lock"}


def test_files_card_and_entry_and_the_defaults_stay(tmp_path, weights):
    defaults = read_manifest(weights).defaults

    adopted = adopt(read_delivery(deliver(tmp_path / "new")), weights)

    manifest = read_manifest(weights)
    assert manifest.find("classifier", "classifier-9.0.0") == adopted
    assert (manifest.defaults, adopted.card) == (defaults, CARD + "\n")
    for entry in manifest.entries:
        verify(entry)
    assert not [name for name in files(weights) if name.endswith(".part")]


def test_again_changes_nothing_and_other_weights_are_refused(tmp_path, weights):
    delivery = read_delivery(deliver(tmp_path / "new"))
    adopt(delivery, weights)
    before = files(weights)
    adopt(delivery, weights)
    assert files(weights) == before

    other = replace(delivery, network=replace(delivery.network, sha256="1" * 64))
    with pytest.raises(NotAccepted, match="taken by other weights"):
        adopt(other, weights)
    assert files(weights) == before


@pytest.mark.parametrize("change", [{"temperature": 3.0}, {"operating_points": {"rule_out": 0.99, "balanced": 0.99}}])
def test_the_same_weights_with_other_thresholds_are_another_version(tmp_path, weights, change):
    delivery = read_delivery(deliver(tmp_path / "new"))
    adopt(delivery, weights)
    before = files(weights)

    with pytest.raises(NotAccepted, match="another calibration or other thresholds"):
        adopt(replace(delivery, network=replace(delivery.network, **change)), weights)
    assert files(weights) == before


@pytest.mark.parametrize("crash_at", range(8))
def test_a_crash_at_any_moment_leaves_the_old_manifest_valid(tmp_path, weights, monkeypatch, crash_at):
    delivery = read_delivery(deliver(tmp_path / "new", "segmenter"))
    old, real, steps = (weights / "manifest.json").read_bytes(), os.replace, iter(range(100))

    def replace_or_die(source, target):
        if next(steps) == crash_at:
            raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", replace_or_die)
        if crash_at < 5:  # gate, weights, converted, card, manifest
            with pytest.raises(KeyboardInterrupt):
                adopt(delivery, weights)
            assert (weights / "manifest.json").read_bytes() == old
        else:
            adopt(delivery, weights)
    for entry in read_manifest(weights).entries:
        verify(entry)
    assert not [name for name in files(weights) if name.endswith(".part")]
    adopt(delivery, weights)
    assert read_manifest(weights).find("segmenter", "segmenter-9.0.0")


def test_a_new_segmenter_finds_its_own_gate_and_the_old_one_keeps_its(tmp_path, weights):
    adopt(read_delivery(deliver(tmp_path / "new", "segmenter")), weights)
    for segmenter in ("segmenter-9.0.0", read_manifest(weights).defaults["segmenter"]):
        assert Pipeline.load(segmenter=segmenter, weights_dir=weights).gate.segmenter == segmenter
