"""The domain gate: drawn dermoscopy passes, what is no dermoscopy is refused with a sentence."""

from pathlib import Path

import numpy as np
import pytest

from ml.draw import draw_lesion
from ml.errors import WeightsMissing, WeightsTampered
from ml.fit_gate import fitting_half, judge, squashed_files
from ml.gate import FARTHEST, GATE_VERSION, Gate, standardised
from ml.keras_segmenter import KerasSegmenter
from ml.manifest import WEIGHTS_FOLDER
from ml.preprocess import squash
from ml.quality import SENTENCES

SHIPPED = WEIGHTS_FOLDER / f"{GATE_VERSION}.npz"


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate.load(SHIPPED)


@pytest.fixture(scope="module")
def segmenter() -> KerasSegmenter:
    return KerasSegmenter(WEIGHTS_FOLDER)


def refused(gate: Gate, segmenter: KerasSegmenter, frames) -> np.ndarray:
    """Which of the frames are refused, bool (n,)."""
    return np.array([gate.score(row) < gate.threshold for row in segmenter.features_of(frames)])


def not_dermoscopy() -> dict[str, np.ndarray]:
    """Frames that nobody would take for skin."""
    random = np.random.default_rng(3)
    noise = random.integers(0, 256, (224, 224, 3), np.uint8)
    coarse = squash(random.integers(0, 256, (14, 14, 3), np.uint8))
    board = np.kron(np.indices((8, 8)).sum(axis=0) % 2, np.ones((28, 28)))[..., None] * np.full(3, 255)
    page = np.full((224, 224, 3), 250, np.uint8)
    page[20:200:12, 20:200] = random.integers(0, 256, (15, 180, 1))
    meadow = np.full((224, 224, 3), (60, 140, 40)) + random.normal(0, 25, (224, 224, 3))
    meadow[:90] = (120, 170, 230)
    return {
        "noise": noise,
        "coarse noise": coarse,
        "chess board": board.astype(np.uint8),
        "printed page": page,
        "meadow under a sky": np.clip(meadow, 0, 255).astype(np.uint8),
    }


def test_the_gate_was_fitted_to_the_shipped_segmenter(gate, segmenter):
    from ml.networks.unet import FEATURES

    assert gate.segmenter == segmenter.version, "Run python -m ml.fit_gate again."
    assert gate.weights.shape == (FEATURES,)


def test_drawn_lesions_pass(gate, segmenter):
    # Seeds far from those that the gate is fitted on.
    frames = [squash(draw_lesion(seed)[0]) for seed in range(1000, 1024)]
    assert not refused(gate, segmenter, frames).any()


@pytest.mark.parametrize("name", not_dermoscopy())
def test_what_is_no_skin_is_refused(gate, segmenter, name):
    assert refused(gate, segmenter, [not_dermoscopy()[name]]).all()


def test_score_is_the_chance_of_the_logit(gate, segmenter):
    row = segmenter.features_of([squash(draw_lesion(1)[0])])[0]
    logit = float(standardised(row, gate.mean, gate.spread) @ gate.weights + gate.bias)
    assert gate.score(row) == pytest.approx(1 / (1 + np.exp(-logit)))
    assert gate.score(row) == pytest.approx(1 / (1 + np.exp(-float(gate.logits(row[None])[0]))))


def test_what_is_unlike_anything_is_refused_however_the_layer_likes_it():
    sure = Gate(np.zeros(4), np.ones(4), np.ones(4), 0.0, 0.5, "segmenter-1.0.0")
    assert sure.score(np.full(4, 2.0)) > 0.99
    assert sure.score(np.full(4, 2.2)) < 1e-6


def test_from_the_threshold_on_it_is_dermoscopy(gate):
    assert gate.faults(gate.threshold) == []
    assert gate.faults(gate.threshold - 1e-6) == ["not_dermoscopic"]
    assert "dermatoscope" in SENTENCES["not_dermoscopic"], "it says what to do"


def test_a_score_that_is_no_number_does_not_pass(gate):
    assert gate.faults(float("nan")) == ["not_dermoscopic"]


def test_one_number_cannot_decide_alone():
    far = standardised(np.array([1e9, -1e9, 2.0]), np.zeros(3), np.ones(3))
    assert far.tolist() == [FARTHEST, -FARTHEST, 2.0]


def test_saved_gate_is_read_back(tmp_path, gate):
    gate.save(tmp_path / "gate.npz")
    again = Gate.load(tmp_path / "gate.npz")
    assert np.array_equal(again.weights, gate.weights)
    assert (again.bias, again.threshold, again.segmenter) == (gate.bias, gate.threshold, gate.segmenter)


def test_missing_and_foreign_files_are_named(tmp_path, gate):
    with pytest.raises(WeightsMissing, match=r"ml\.fit_gate"):
        Gate.load(tmp_path / "gate.npz")
    (tmp_path / "gate.npz").write_bytes(b"not a gate")
    with pytest.raises(WeightsTampered):
        Gate.load(tmp_path / "gate.npz")
    Gate(gate.mean, gate.spread[:-1], gate.weights, 0.0, 0.5, "segmenter-1.0.0").save(tmp_path / "gate.npz")
    with pytest.raises(WeightsTampered, match="differ in length"):
        Gate.load(tmp_path / "gate.npz")


# nothing else may be held against such a picture: it is no dermoscopy, or shows no lesion, or nothing at all
RIGHT_REASONS = {"not_dermoscopic", "no_lesion_found", "too_dark", "too_small"}


@pytest.mark.parametrize(("folder", "least"), [("everyday", 0.98), ("phone_skin", 0.80)])
def test_the_half_that_was_not_fitted_on_is_refused_for_the_right_reason(data_dir: Path, pipeline, folder, least):
    held_out = [path for path in sorted((data_dir / "unsuitable" / folder).iterdir()) if not fitting_half(path)]
    codes = judge(pipeline, held_out)
    assert set(codes) <= RIGHT_REASONS | {""}
    assert 1 - codes[""] / len(held_out) >= least
    assert codes["not_dermoscopic"] / len(held_out) >= 0.9


def test_photographs_of_other_cameras_pass(data_dir: Path, gate, segmenter):
    photos = sorted((data_dir / "photos").glob("*.jpg"))
    assert not refused(gate, segmenter, squashed_files(photos)).any()
