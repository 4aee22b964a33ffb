"""Which networks there are, and whether their files are the ones that were judged."""

import json
from dataclasses import replace

import pytest

from ml.errors import WeightsMissing, WeightsTampered
from ml.manifest import (
    NETWORKS,
    WEIGHTS_FOLDER,
    check_fitted,
    main,
    read_manifest,
    sha256_of,
    verify,
    write_calibration,
    write_figures,
    write_runtime,
    write_threshold,
)

DETAILS = [
    *("--architecture", "classifier_mobilenetv3small", "--config", "classifier_v1", "--input-size", "224"),
    *("--data", "drawn", "--date", "2026-01-31", "--licence", "MIT"),
    *("--classes", "akiec", "bcc", "--threshold", "malignant", "0.25"),
]


def add(folder, weights, version, *extra, kind="classifier"):
    arguments = ["add", str(weights), "--folder", str(folder), "--kind", kind, "--version", version]
    assert main([*arguments, *DETAILS, *extra]) == 0


@pytest.fixture
def folder(tmp_path):
    """A manifest of two versions; the second is the default."""
    weights = tmp_path / "trained.h5"
    for version, content in (("classifier-0.1.0", b"old"), ("classifier-0.2.0", b"new")):
        weights.write_bytes(content)
        add(tmp_path / "weights", weights, version, "--default")
    return tmp_path / "weights"


def test_the_shipped_weights_are_the_judged_ones():
    manifest = read_manifest()
    for kind in NETWORKS:
        entry = manifest.default(kind)
        verify(entry)
        assert "non-commercial" in entry.licence
        assert entry.figures["split"] == "test"
        assert entry.figures["n"] > 1000
    assert sum(path.stat().st_size for path in WEIGHTS_FOLDER.iterdir()) < 40e6
    check_fitted(manifest.default("classifier"))
    assert set(manifest.default("classifier").operating_points) == {"rule_out", "balanced"}


def test_a_classifier_that_was_not_fitted_gives_no_verdict():
    fitted = read_manifest().default("classifier")
    for lacking, words in (({"operating_points": {}}, "fit_probabilities"), ({"views": ()}, "--views")):
        with pytest.raises(WeightsMissing, match=words):
            check_fitted(replace(fitted, **lacking))


def test_every_weight_file_in_the_folder_is_in_the_manifest():
    entries = read_manifest().entries
    named = {name for entry in entries for name in (entry.file, entry.runtime_file) if name}
    assert {path.name for path in WEIGHTS_FOLDER.iterdir()} - {"manifest.json", "LICENSE.md"} == named


def test_an_added_entry_has_the_hash_of_its_file(folder):
    entry = read_manifest(folder).default("classifier")
    assert entry.version == "classifier-0.2.0"
    assert entry.path.read_bytes() == b"new"
    assert entry.sha256 == sha256_of(entry.path)
    assert entry.thresholds == {"malignant": 0.25}
    verify(entry)


def test_older_versions_stay_available(folder):
    assert read_manifest(folder).find("classifier", "classifier-0.1.0").path.read_bytes() == b"old"


def test_adding_a_version_again_replaces_it(folder, tmp_path):
    (tmp_path / "trained.h5").write_bytes(b"newer")
    add(folder, tmp_path / "trained.h5", "classifier-0.2.0")
    manifest = read_manifest(folder)
    assert len(manifest.entries) == 2
    verify(manifest.default("classifier"))


def test_an_unknown_version_is_missing_and_the_known_are_named(folder):
    with pytest.raises(WeightsMissing, match=r"classifier-0\.1\.0, classifier-0\.2\.0"):
        read_manifest(folder).find("classifier", "classifier-9")
    with pytest.raises(WeightsMissing, match="no default segmenter"):
        read_manifest(folder).default("segmenter")


def test_a_missing_file_is_said(folder):
    entry = read_manifest(folder).default("classifier")
    entry.path.unlink()
    with pytest.raises(WeightsMissing, match="restore it from the repository"):
        verify(entry)


def test_one_changed_byte_is_noticed(folder):
    entry = read_manifest(folder).default("classifier")
    entry.path.write_bytes(b"neW")
    with pytest.raises(WeightsTampered, match="its hash differs"):
        verify(entry)


def test_a_missing_or_broken_manifest_is_said(tmp_path, folder):
    with pytest.raises(WeightsMissing, match="is missing"):
        read_manifest(tmp_path / "nowhere")
    (folder / "manifest.json").write_text("{")
    with pytest.raises(WeightsMissing, match="cannot be read"):
        read_manifest(folder)
    (folder / "manifest.json").write_text(json.dumps({"default": {}, "models": [{"kind": "classifier"}]}))
    with pytest.raises(WeightsMissing, match="cannot be read"):
        read_manifest(folder)


def test_verify_on_the_command_line(folder, capsys):
    assert main(["verify", "--folder", str(folder)]) == 0
    (folder / "classifier-0.1.0.weights.h5").write_bytes(b"other")
    assert main(["verify", "--folder", str(folder)]) == 2
    assert "its hash differs" in capsys.readouterr().err


def test_figures_and_thresholds_are_written_to_the_default(folder):
    write_figures("classifier", {"bma": 0.7}, folder)
    write_threshold("classifier", "malignant", 0.4, folder)
    manifest = read_manifest(folder)
    assert manifest.default("classifier").figures == {"bma": 0.7}
    assert manifest.default("classifier").thresholds == {"malignant": 0.4}
    assert manifest.find("classifier", "classifier-0.1.0").figures == {}


def test_a_converted_file_is_watched_like_the_weights(folder):
    entry = read_manifest(folder).default("classifier")
    with pytest.raises(WeightsMissing, match="make convert"):
        assert entry.runtime_path
    (folder / "small.tflite").write_bytes(b"converted")
    entry = write_runtime(entry, "small.tflite")
    assert entry.runtime_sha256 == sha256_of(folder / "small.tflite")
    verify(entry)
    entry.runtime_path.write_bytes(b"converteD")
    with pytest.raises(WeightsTampered, match=r"small\.tflite is not the file"):
        verify(entry)
    entry.runtime_path.unlink()
    with pytest.raises(WeightsMissing, match=r"small\.tflite is missing"):
        verify(entry)


def test_new_weights_of_a_version_must_be_converted_anew(folder, tmp_path):
    (folder / "small.tflite").write_bytes(b"converted")
    write_runtime(read_manifest(folder).default("classifier"), "small.tflite")
    add(folder, tmp_path / "trained.h5", "classifier-0.2.0")
    assert read_manifest(folder).default("classifier").runtime_file == ""


def test_the_calibration_is_written_to_the_default_classifier(folder):
    fitted = {
        "temperature": 1.5,
        "shift": {"mel": -0.4},
        "operating_points": {"rule_out": 0.1, "balanced": 0.4},
        "default_point": "rule_out",
    }
    write_calibration(fitted, 0.6, folder)
    entry = read_manifest(folder).default("classifier")
    assert (entry.temperature, entry.shift, entry.default_point) == (1.5, {"mel": -0.4}, "rule_out")
    assert entry.operating_points == {"rule_out": 0.1, "balanced": 0.4}
    assert entry.thresholds == {"uncertain": 0.6}
    assert read_manifest(folder).find("classifier", "classifier-0.1.0").temperature == 1.0


def test_a_gate_is_an_archive_of_arrays(tmp_path):
    (tmp_path / "fitted.npz").write_bytes(b"arrays")
    add(tmp_path / "weights", tmp_path / "fitted.npz", "gate-1.1.0", "--default", kind="gate")
    entry = read_manifest(tmp_path / "weights").default("gate")
    assert entry.file == "gate-1.1.0.npz"
    verify(entry)
