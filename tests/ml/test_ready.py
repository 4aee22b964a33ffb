"""The networks that answer are the ones that were trained, and need no TensorFlow."""

import shutil
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from ml.dataset import in_split, read_records
from ml.errors import Refused, WeightsMissing, WeightsTampered
from ml.manifest import NETWORKS, WEIGHTS_FOLDER, read_manifest, write_runtime
from ml.metrics import iou
from ml.networks.ready import OUTPUTS, ready_network
from ml.networks.reference import build_network, keras_network
from ml.networks.unet import FEATURES
from ml.pipeline import Pipeline

pytestmark = pytest.mark.slow
REAL_PICTURES = 100


@pytest.fixture(scope="module")
def entries():
    """The shipped networks by kind."""
    return {kind: read_manifest().default(kind) for kind in NETWORKS}


def noise(entry, count):
    return np.random.default_rng(5).uniform(-1, 1, (count, entry.input_size, entry.input_size, 3)).astype(np.float32)


@pytest.fixture(scope="module")
def real_files(data_dir):
    """100 pictures of val, spread over it, as files."""
    records = in_split(read_records(data_dir / "ham10000"), "val", REAL_PICTURES)
    return [record.picture_path.read_bytes() for record in records]


@pytest.mark.long
def test_results_are_those_of_keras_on_real_pictures(entries, real_files):
    """The whole way with both runtimes: views, calibration and all."""
    ours = Pipeline.load()
    networks = {kind: keras_network(entries[kind]) for kind in NETWORKS}
    theirs = Pipeline(ours.segmenter, ours.classifier, ours.gate, networks)
    wishes = [True] * len(real_files)
    compared = [
        pair
        for pair in zip(*(each.analyse_many(real_files, anyway=wishes) for each in (ours, theirs)), strict=True)
        if not any(isinstance(outcome, Refused) for outcome in pair)
    ]
    assert len(compared) >= 0.97 * len(real_files)
    probabilities = np.array([[list(each.probabilities.values()) for each in pair] for pair in compared])
    assert probabilities[:, 1].std(axis=0).max() > 0.01, "the same answer to everything would prove nothing"
    assert np.abs(probabilities[:, 0] - probabilities[:, 1]).max() < 1e-3
    assert min(float(iou(one.mask, other.mask)) for one, other in compared) >= 0.995
    assert [one.verdict for one, _ in compared] == [other.verdict for _, other in compared]


@pytest.mark.parametrize("kind", NETWORKS)
def test_they_answer_as_the_contract_says(entries, kind):
    entry = entries[kind]
    network = ready_network(entry)
    for count in (0, 1, 3):
        answer = network(noise(entry, count))
        assert set(answer) == set(OUTPUTS[entry.architecture])
        assert {value.dtype for value in answer.values()} == {np.dtype(np.float32)}
        assert {len(value) for value in answer.values()} == {count}
        if kind == "segmenter":
            assert answer["logits"].shape == (count, entry.input_size, entry.input_size, 1)
            assert answer["features"].shape == (count, FEATURES)
        else:
            assert answer["evidence"].ndim == 4
            assert answer["evidence"].shape[-1] == len(entry.classes)


def test_an_answer_stays_what_it_was_when_the_next_is_asked_for(entries):
    """The interpreter writes every answer to the same memory; ours must be copies."""
    entry = entries["segmenter"]
    network, pictures = ready_network(entry), noise(entry, 2)
    first = network(pictures[:1])["logits"]
    before = first.copy()
    second = network(pictures[1:])["logits"]
    assert np.array_equal(first, before)
    assert np.array_equal(network(pictures)["logits"], np.concatenate([first, second]))


def test_no_tensorflow_is_needed_to_answer():
    code = (
        "import sys, numpy as np\n"
        "from ml.manifest import read_manifest\n"
        "from ml.networks.ready import ready_network\n"
        "entry = read_manifest().default('segmenter')\n"
        "answer = ready_network(entry)(np.zeros((1, entry.input_size, entry.input_size, 3), np.float32))\n"
        "print(sorted(answer), [name for name in ('tensorflow', 'keras') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == "['features', 'logits'] []", done.stderr


@pytest.mark.parametrize("architecture", OUTPUTS)
def test_every_architecture_that_is_known_can_be_built(architecture):
    size = 64
    network = build_network(architecture, size)
    assert network.input_shape == (None, size, size, 3)


@pytest.fixture
def copied(tmp_path):
    """The shipped segmenter in a folder that may be spoiled."""
    return read_manifest(shutil.copytree(WEIGHTS_FOLDER, tmp_path / "weights")).default("segmenter")


def test_a_file_that_is_gone_is_missing(copied):
    copied.runtime_path.unlink()
    with pytest.raises(WeightsMissing, match=r"\.tflite is missing"):
        ready_network(copied)


def test_weights_that_were_never_converted_are_missing(copied):
    with pytest.raises(WeightsMissing, match="make convert"):
        ready_network(replace(copied, runtime_file="", runtime_sha256=""))


@pytest.mark.parametrize("which", ["path", "runtime_path"])
def test_one_changed_byte_in_either_file_is_noticed(copied, which):
    file = getattr(copied, which)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(WeightsTampered, match="its hash differs"):
        ready_network(copied)


def test_an_unknown_architecture_is_missing(copied):
    with pytest.raises(WeightsMissing, match="unet_of_tomorrow"):
        ready_network(replace(copied, architecture="unet_of_tomorrow"))


def test_a_converted_file_of_another_network_or_size_does_not_fit(copied):
    with pytest.raises(WeightsTampered, match="does not fit"):
        ready_network(replace(copied, architecture="classifier_mobilenetv2"))
    with pytest.raises(WeightsTampered, match="does not fit"):
        ready_network(replace(copied, input_size=copied.input_size + 32))


def test_a_converted_file_that_is_none_is_not_loaded(copied):
    copied.runtime_path.write_bytes(b"not a network at all")
    with pytest.raises(WeightsTampered, match="cannot be read as a network"):
        ready_network(write_runtime(copied, copied.runtime_file))


def test_keras_does_not_take_weights_of_another_architecture(copied):
    with pytest.raises(WeightsTampered, match="does not fit"):
        keras_network(replace(copied, architecture="classifier_mobilenetv3small"))
