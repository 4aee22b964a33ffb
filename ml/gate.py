"""The domain gate: does the picture look like dermoscopy at all? Plain NumPy, well below a millisecond a picture.

A logistic layer over what the segmenter's encoder saw anyway: its tensors at four depths, averaged over the picture. No
size, ratio or file reaches it. Fitted by `python -m ml.fit_gate`.
"""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.errors import WeightsMissing, WeightsTampered
from ml.judged import read_judged
from ml.manifest import Manifest, ModelEntry

GATE_VERSION = "gate-1.1.0"
ARRAYS = ("mean", "spread", "weights", "bias", "threshold")

# One number may not decide alone: what lies farther than this many standard deviations from dermoscopy counts as this
# far.
FARTHEST = 6.0

# A linear layer is sure of itself far from everything it knows: it took noise and a printed page for dermoscopy. So
# the mean squared distance from dermoscopy is limited as well. On val it is 0.7 in the middle and 4.25 at most, on the
# photographs of other cameras 2.5 at most; noise has 5.7, a printed page 4.6.
LARGEST_DISTANCE = 4.4
UNLIKE_ANYTHING = -20.0  # as a logit


@dataclass(frozen=True)
class Gate:
    """A fitted gate.

    mean, spread, weights: float32 (f,), of dermoscopy's features and of the layer. bias: a logit. threshold: 0..1,
    below which chance of dermoscopy a picture is refused. segmenter: version of the network whose features it knows;
    those of another mean nothing to it.
    """

    mean: np.ndarray
    spread: np.ndarray
    weights: np.ndarray
    bias: float
    threshold: float
    segmenter: str

    @classmethod
    def load(cls, path: Path | str, content: bytes | None = None) -> "Gate":
        """Reads the gate's file, or its `content`: arrays of numbers only, nothing that could bring code with it.

        Raises:
            WeightsMissing: the file is not there.
            WeightsTampered: it is no gate, or its arrays do not fit each other.
        """
        try:
            with np.load(path if content is None else io.BytesIO(content), allow_pickle=False) as file:
                mean, spread, weights, bias, threshold, segmenter = (file[name] for name in (*ARRAYS, "segmenter"))
        except FileNotFoundError as error:
            raise WeightsMissing(f"{path} is not there; `python -m ml.fit_gate` makes it.") from error
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise WeightsTampered(f"{path} is not a gate: {error}") from error
        if mean.ndim != 1 or not mean.shape == spread.shape == weights.shape:
            raise WeightsTampered(f"{path} is not a gate: its arrays differ in length.")
        return cls(mean, spread, weights, float(bias), float(threshold), str(segmenter))

    def save(self, path: Path | str) -> None:
        """Writes the file that `load` reads; the same gate gives the same bytes."""
        arrays = {name: np.asarray(getattr(self, name), np.float32) for name in ARRAYS}
        np.savez(path, **arrays, segmenter=np.array(self.segmenter))

    def score(self, features: np.ndarray) -> float:
        """The chance that the picture is dermoscopy.

        Args:
            features: float32 (f,), of the segmenter (`ml.networks.unet.with_features`).

        Returns:
            0..1; half of the pictures that the gate was fitted on were dermoscopy.
        """
        return chance(self.logits(features[None])[0])

    def faults(self, score: float) -> list[str]:
        """not_dermoscopic where the score is below the threshold or no number at all, or nothing."""
        return [] if score >= self.threshold else ["not_dermoscopic"]

    def logits(self, features: np.ndarray) -> np.ndarray:
        """For many pictures at once.

        Args:
            features: float32 (n, f).

        Returns:
            float32 (n,), the logit of "dermoscopy".
        """
        numbers = standardised(features, self.mean, self.spread)
        unlike = (numbers**2).mean(axis=-1) > LARGEST_DISTANCE
        return np.where(unlike, UNLIKE_ANYTHING, numbers @ self.weights + self.bias)


def gate_for(manifest: Manifest, segmenter: ModelEntry) -> Gate:
    """The gate that was fitted to this segmenter; each segmenter in the manifest may have one of its own.

    Raises:
        WeightsMissing: there is none.
        WeightsTampered: its file is not the one that was judged.
    """
    default = manifest.default("gate")
    for entry in (default, *(entry for entry in manifest.entries if entry.kind == "gate" and entry != default)):
        if Gate.load(entry.path, read_judged(entry)).segmenter == segmenter.version:
            return load_gate(entry, segmenter)
    return load_gate(default, segmenter)


def load_gate(entry: ModelEntry, segmenter: ModelEntry) -> Gate:
    """The gate of the manifest, its file verified.

    Args:
        entry: of kind "gate".
        segmenter: whose features it is to look at.

    Raises:
        WeightsMissing: the file is not there, or the gate was fitted to another segmenter.
        WeightsTampered: the file is not the one that was judged.
    """
    gate = Gate.load(entry.path, read_judged(entry))
    if gate.segmenter != segmenter.version:
        raise WeightsMissing(
            f"{entry.version} was fitted to {gate.segmenter} and knows nothing of {segmenter.version}: "
            "use that segmenter, or fit a gate with `python -m ml.fit_gate`."
        )
    return gate


def chance(logit: float) -> float:
    """A logit as a chance, 0..1, without overflow."""
    return float(0.5 * (1 + np.tanh(0.5 * logit)))


def standardised(features: np.ndarray, mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """How many standard deviations each number lies from dermoscopy's mean, at most FARTHEST."""
    return np.clip((features - mean) / spread, -FARTHEST, FARTHEST)
