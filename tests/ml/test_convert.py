"""From trained weights to the file that answers."""

import json
import shutil

import pytest

from ml.convert import convert_entry, main
from ml.manifest import WEIGHTS_FOLDER, read_manifest, sha256_of, verify

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path):
    """The shipped segmenter alone, as it comes from a training: not converted."""
    entry = read_manifest().default("segmenter")
    content = json.loads((WEIGHTS_FOLDER / "manifest.json").read_text())
    (model,) = [model for model in content["models"] if model["version"] == entry.version]
    trained = {name: value for name, value in model.items() if not name.startswith("runtime_")}
    shutil.copyfile(entry.path, tmp_path / entry.file)
    content = {"default": {"segmenter": entry.version}, "models": [trained]}
    (tmp_path / "manifest.json").write_text(json.dumps(content))
    return tmp_path


@pytest.mark.long
def test_the_manifest_gets_name_and_hash_and_the_same_weights_give_the_same_file(folder, capsys):
    assert main(["--weights", str(folder)]) == 0
    once = read_manifest(folder).default("segmenter")
    assert once.runtime_file == f"{once.version}.tflite"
    assert capsys.readouterr().out == f"{once.version}: {sha256_of(once.runtime_path)}\n"
    verify(once)
    once.runtime_path.unlink()
    assert convert_entry(once).runtime_sha256 == once.runtime_sha256


def test_weights_that_are_not_the_judged_ones_are_not_converted(folder, capsys):
    file = read_manifest(folder).default("segmenter").path
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert main(["--weights", str(folder)]) == 2
    assert "its hash differs" in capsys.readouterr().err
    assert not list(folder.glob("*.tflite"))


def test_another_version_is_left_alone(folder):
    assert main(["--weights", str(folder), "--only", "segmenter-9"]) == 2
    assert not list(folder.glob("*.tflite"))


def test_a_folder_without_manifest_is_said(tmp_path, capsys):
    assert main(["--weights", str(tmp_path)]) == 2
    assert "is missing" in capsys.readouterr().err
