"""The shipped segmenter as Keras runs it, for what is fitted to it or judged with it outside the pipeline."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from ml.manifest import read_manifest
from ml.networks.reference import keras_network
from ml.preprocess import FRAME_SIZE, squash, to_network
from ml.segmentation import mask_at, one_lesion, sigmoid


class KerasSegmenter:
    """Answers in batches of 32."""

    def __init__(self, weights: Path):
        """
        Args:
            weights: folder with manifest.json.
        """
        entry = read_manifest(weights).default("segmenter")
        self.ask = keras_network(entry)
        self.size, self.version, self.threshold = entry.input_size, entry.version, entry.thresholds["mask"]

    def answers(self, frames: Iterable[np.ndarray]) -> Iterator[dict]:
        """The network's answers, 32 frames at a time, uint8 (224, 224, 3) each."""
        waiting = []
        for frame in frames:
            waiting.append(squash(frame, self.size))
            if len(waiting) == 32:
                yield self.ask(to_network(np.stack(waiting)))
                waiting = []
        if waiting:
            yield self.ask(to_network(np.stack(waiting)))

    def features_of(self, frames: Iterable[np.ndarray]) -> np.ndarray:
        """float32 (n, f) for n frames."""
        return np.concatenate([answer["features"] for answer in self.answers(frames)])

    def masks_of(self, frames: Iterable[np.ndarray]) -> np.ndarray:
        """The lesion found in each frame, bool (n, 224, 224)."""
        return np.stack([self.mask_of(each) for answer in self.answers(frames) for each in answer["logits"]])

    def mask_of(self, logits: np.ndarray) -> np.ndarray:
        """The lesion as the pipeline finds it, bool (224, 224); logits float32 (size, size, 1)."""
        lesion = one_lesion(sigmoid(logits[..., 0]), self.threshold)
        return mask_at(lesion, FRAME_SIZE, FRAME_SIZE, self.threshold)
