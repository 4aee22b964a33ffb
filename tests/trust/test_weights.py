"""Weights: only the bytes that were judged are ever loaded, and a file that was changed stops the worker."""

import ast
import json
import os
import pickle
import shutil
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from django.urls import reverse

from analysis.engine import _pipeline
from analysis.models import ModelVersion
from analysis.run import run_analysis
from analysis.versions import activate, register_versions
from analysis.weights_in_use import check_weights_in_use
from ml.errors import WeightsMissing, WeightsTampered
from ml.gate import Gate, load_gate
from ml.manifest import read_manifest
from ml.networks.ready import ready_network
from tests.architecture.source import APPS, files, name, tree
from tests.factories import AnalysisFactory
from tests.flows.empty_database import empty_database
from tests.flows.processes import ROOT

# calls that turn a file into code; pickle and what stands on it, and Keras' whole models, which may hold a Lambda
FORBIDDEN = {
    *("load_model", "model_from_json", "enable_unsafe_deserialization", "unsafe_load"),
    *("eval", "exec", "compile_command", "execfile"),
}
MODULES = {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal", "cloudpickle", "torch", "yaml"}


@pytest.fixture
def weights(tmp_path, settings):
    """The shipped weights in a folder of the test's own, which the site uses."""
    folder = tmp_path / "weights"
    shutil.copytree(settings.WEIGHTS_DIR, folder)
    settings.WEIGHTS_DIR = folder
    _pipeline.cache_clear()
    yield folder
    _pipeline.cache_clear()


@pytest.fixture
def in_use(db, weights):
    """A classifier in use that is not the default: the same network under another version and other files."""
    manifest = json.loads((weights / "manifest.json").read_text())
    (entry,) = (model for model in manifest["models"] if model["version"] == manifest["default"]["classifier"])
    other = {**entry, "version": "classifier-9.9.9", "file": "other.weights.h5", "runtime_file": "other.tflite"}
    for kind in ("file", "runtime_file"):
        shutil.copyfile(weights / entry[kind], weights / other[kind])
    (weights / "manifest.json").write_text(json.dumps({**manifest, "models": [*manifest["models"], other]}))
    register_versions()
    return activate(version=ModelVersion.objects.get(version="classifier-9.9.9"), by=None)


def change(path) -> None:
    """One bit of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_nothing_in_the_project_can_turn_a_file_into_code():
    found = []
    for path in files(*APPS):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                modules = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
                found += [f"{name(path)}: {one}" for one in modules if one.partition(".")[0] in MODULES]
            if isinstance(node, ast.Call):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                risky = called in FORBIDDEN or any(
                    keyword.arg in ("allow_pickle", "safe_mode") and getattr(keyword.value, "value", None) is not safe
                    for keyword in node.keywords
                    for safe in [keyword.arg == "safe_mode"]
                )
                found += [f"{name(path)}:{node.lineno}: {called}"] if risky else []
    assert found == [], "weights are arrays in files without code: load them into a network that our code builds"


@pytest.mark.parametrize("file", ["file", "runtime_file"])
def test_a_changed_file_of_the_version_in_use_is_found_although_the_defaults_are_whole(in_use, weights, client, file):
    check_weights_in_use()
    change(weights / {"file": "other.weights.h5", "runtime_file": "other.tflite"}[file])
    with pytest.raises(WeightsTampered, match=r"classifier-9\.9\.9 was judged with"):
        check_weights_in_use()
    said = client.get(reverse("readyz")).json()["checks"]["weights"]
    assert "classifier-9.9.9" in said
    assert "restore it" in said


def test_a_lost_file_of_the_version_in_use_is_said_too(in_use, weights, client):
    (weights / "other.tflite").unlink()
    with pytest.raises(WeightsMissing):
        check_weights_in_use()
    assert "other.tflite is missing" in client.get(reverse("readyz")).json()["checks"]["weights"]


def test_a_changed_gate_is_found(in_use, weights):
    change(next(weights.glob("gate-*.npz")))
    with pytest.raises(WeightsTampered, match="gate"):
        check_weights_in_use()


def test_a_manifest_that_was_changed_with_the_file_is_found_by_what_was_registered(in_use, weights):
    change(weights / "other.weights.h5")
    from ml.manifest import sha256_of

    manifest = json.loads((weights / "manifest.json").read_text())
    manifest["models"][-1]["sha256"] = sha256_of(weights / "other.weights.h5")
    (weights / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(WeightsTampered, match="another classifier"):
        check_weights_in_use()


def test_an_analysis_with_changed_weights_ends_without_a_result_and_says_so(in_use, weights):
    change(weights / "other.tflite")
    analysis = AnalysisFactory(classifier=in_use, segmenter=ModelVersion.objects.get(kind="segmenter", active=True))
    with pytest.raises(WeightsTampered):
        run_analysis(analysis.pk)
    analysis.refresh_from_db()
    assert (analysis.state, analysis.reason_code, analysis.prediction) == ("failed", "weights_tampered", None)
    assert "operator" in analysis.reason


@pytest.mark.parametrize("demo", ["1", "0"], ids=["demo", "site"])
@pytest.mark.parametrize("changed", [False, True], ids=["whole", "changed"])
def test_a_worker_with_changed_weights_does_not_start(tmp_path, weights, demo, changed):
    (tmp_path / "skinlesion.sqlite3").write_bytes(empty_database())
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "CELERY_BROKER_URL"}} | {
        "SKINLESION_VAR_DIR": str(tmp_path),
        "SKINLESION_WEIGHTS_DIR": str(weights),
        "SKINLESION_DEBUG": demo,
        "SKINLESION_SECRET_KEY": "a-key-of-this-test-" * 4,
        "SKINLESION_ALLOWED_HOSTS": "skinlesion.example",
        "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
    }
    start = (
        "import django; django.setup(); from skinlesion import celery_app; from celery.signals import worker_init\n"
        "from analysis.versions import register_versions; register_versions()\n"
        "from pathlib import Path; import sys\n"
        "[Path(name).write_bytes(Path(name).read_bytes()[:-1] + b'?') for name in sys.argv[1:]]\n"
        "worker_init.send(None); print('started')"
    )
    gate = [str(next(weights.glob("gate-*.npz")))] if changed else []
    run = subprocess.run(
        [sys.executable, "-c", start, *gate],
        cwd=ROOT,
        env=environment | {"DJANGO_SETTINGS_MODULE": "skinlesion.settings"},
        capture_output=True,
        text=True,
    )
    assert run.stdout.strip().endswith("started") is not changed, run.stderr
    if changed:
        assert run.returncode == 1
        assert "gate-1.1.0 was judged with (its hash differs)" in run.stderr


def test_what_is_hashed_is_what_is_loaded(weights, monkeypatch):
    """Whoever puts another file there between the two gains nothing."""
    from ml import judged

    entry = read_manifest(weights).default("classifier")
    network = ready_network(entry)
    pictures = np.zeros((1, entry.input_size, entry.input_size, 3), np.float32)
    before = network(pictures)["evidence"]
    hashed = judged.hashlib.sha256

    def and_then_changed(content):
        digest = hashed(content)
        entry.runtime_path.write_bytes(b"another file by now")
        return digest

    monkeypatch.setattr(judged.hashlib, "sha256", and_then_changed)
    assert np.array_equal(ready_network(entry)(pictures)["evidence"], before)
    monkeypatch.undo()
    with pytest.raises(WeightsTampered):
        ready_network(entry)


class WritesAFile:
    """Unpickling it writes a file."""

    def __init__(self, path: str):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


def test_a_gate_that_is_a_pickle_is_refused_and_not_opened(weights, tmp_path):
    manifest = read_manifest(weights)
    entry, segmenter = manifest.default("gate"), manifest.default("segmenter")
    written = tmp_path / "written"
    np.savez(entry.path, mean=np.array([WritesAFile(str(written))], dtype=object))
    from ml.manifest import sha256_of

    with pytest.raises(WeightsTampered, match="is not a gate"):
        load_gate(replace(entry, sha256=sha256_of(entry.path)), segmenter)
    entry.path.write_bytes(pickle.dumps(WritesAFile(str(written))))
    with pytest.raises(WeightsTampered, match="is not a gate"):
        Gate.load(entry.path)
    assert not written.exists()


@pytest.mark.long
def test_a_keras_model_with_code_in_it_is_no_weight_file(weights, tmp_path):
    """Keras builds nothing from a file here: the layers are ours, and a file has numbers for them or is refused."""
    import keras

    from ml.manifest import sha256_of
    from ml.networks.reference import load_network

    written = tmp_path / "written"
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Lambda(lambda x: x)])
    model.layers[-1].function = eval(f"lambda x: (open({str(written)!r}, 'w'), x)[1]")  # noqa: S307
    entry = read_manifest(weights).default("classifier")
    model.save(tmp_path / "evil.keras")
    shutil.copyfile(tmp_path / "evil.keras", entry.path)
    with pytest.raises(WeightsTampered):
        load_network(replace(entry, sha256=sha256_of(entry.path)))
    assert not written.exists()
