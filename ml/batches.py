"""Batches for training. Every view depends on seed, epoch and place alone, so a resumed training repeats itself."""

import keras
import numpy as np

from ml.augment import random_view, recolour, see, wear_out
from ml.diagnoses import CODES
from ml.preprocess import FRAME_SIZE, crop_square, crop_to_lesion, squash, to_network

WHOLE_FRAME = (0.0, 0.0, float(FRAME_SIZE))


class Batches(keras.utils.PyDataset):
    """Draws `per_epoch` pictures an epoch from the given frames, and gives them to the network batch by batch."""

    def __init__(self, frames: np.ndarray, size: int, batch_size: int, seed: int, augment: bool):
        """
        Args:
            frames: uint8 (n, 224, 224, 3).
            size: side of the network's input in pixels.
            batch_size: pictures per batch.
            seed: the same seed gives the same batches.
            augment: False gives the pictures in order, prepared exactly as at inference.
        """
        # Two threads draw the next views while the network learns from these; views do not depend on who draws them.
        super().__init__(workers=2, use_multiprocessing=False, max_queue_size=8)
        self.frames, self.size, self.batch_size, self.seed, self.augment = frames, size, batch_size, seed, augment
        self.start_epoch(0)

    def start_epoch(self, epoch: int) -> None:
        """Draws the order of an epoch."""
        self.epoch = epoch
        self.order = self.draw_order(np.random.default_rng((self.seed, epoch))) if self.augment else self._in_order()

    def draw_order(self, random: np.random.Generator) -> np.ndarray:
        """Indices of the epoch's pictures; every picture once unless a subclass knows better."""
        return random.permutation(len(self.frames))

    def __len__(self) -> int:
        # A short last batch would teach with more noise than the others, so it waits for the next epoch.
        whole = len(self.order) // self.batch_size
        return max(whole, 1) if self.augment else -(-len(self.order) // self.batch_size)

    def __getitem__(self, batch: int):
        places = range(batch * self.batch_size, min((batch + 1) * self.batch_size, len(self.order)))
        rows = [self.sample(self.order[place], self._random(place)) for place in places]
        return tuple(np.stack(column) for column in zip(*rows, strict=True))

    def _in_order(self) -> np.ndarray:
        return np.arange(len(self.frames))

    def _random(self, place: int) -> np.random.Generator:
        return np.random.default_rng((self.seed, self.epoch, place))


class SegmenterBatches(Batches):
    """Pictures float32 (n, size, size, 3) in -1..1 with masks float32 (n, size, size, 1), 0 or 1."""

    def __init__(self, frames, masks: np.ndarray, **settings):
        self.masks = masks
        super().__init__(frames, **settings)

    def sample(self, index: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        frame, mask = self.frames[index], self.masks[index].astype(np.uint8) * 255
        if self.augment:
            view = random_view(random, WHOLE_FRAME, zoom=(0.6, 1.25), shift=0.12, stretch=0.25)
            picture = recolour(random, see(frame, view, self.size))
            mask = see(mask, view, self.size)
        else:
            picture = squash(frame, self.size)
            mask = squash(mask, self.size)
        return to_network(picture), (mask > 127).astype(np.float32)[..., None]


class ClassifierBatches(Batches):
    """Pictures float32 (n, size, size, 3) in -1..1 and what they show, float32 (n, 7), each row summing to 1."""

    def __init__(
        self,
        frames,
        boxes,
        labels,
        *,
        sampling_power: float = 0.0,
        mixup: float = 0.0,
        wear: float = 0.0,
        view: str = "crop",
        **settings,
    ):
        """
        Args:
            boxes: int (n, 4), x0, y0, x1, y1 in pixels of the frame, half-open.
            labels: int (n,), indices into `ml.diagnoses.CODES`.
            sampling_power: 0 draws every picture once an epoch, 1 every diagnosis equally often.
            mixup: parameter of the Beta distribution by which half of the batches are mixed; 0 mixes none.
            wear: part of the pictures that go through `ml.augment.wear_out`.
            view: without augmentation, "crop" or "whole".
        """
        self.boxes, self.labels, self.mixup, self.wear, self.view = boxes, labels, mixup, wear, view
        counts = np.maximum(np.bincount(labels, minlength=len(CODES)), 1)
        self.chances = (1.0 / counts[labels]) ** sampling_power
        self.chances /= self.chances.sum()
        self.sampling_power = sampling_power
        super().__init__(frames, **settings)

    def chance_per_class(self) -> np.ndarray:
        """How often each diagnosis is drawn, float (7,), sums to 1; one that is never drawn gets a small number."""
        drawn = np.bincount(self.labels, weights=self.chances, minlength=len(CODES))
        return np.maximum(drawn, 1e-6)

    def draw_order(self, random: np.random.Generator) -> np.ndarray:
        if self.sampling_power == 0:
            return super().draw_order(random)
        return random.choice(len(self.frames), size=len(self.frames), p=self.chances)

    def __getitem__(self, batch: int):
        pictures, truths = super().__getitem__(batch)
        random = np.random.default_rng((self.seed, self.epoch, batch, 1))
        if not self.augment or self.mixup == 0 or random.random() < 0.5:
            return pictures, truths
        # Source: Zhang et al. 2018, mixup (arXiv:1710.09412). The larger part is the picture's own.
        share = random.beta(self.mixup, self.mixup, len(pictures)).astype(np.float32)
        share = np.maximum(share, 1 - share)
        other = random.permutation(len(pictures))
        mixed = share[:, None, None, None] * pictures + (1 - share)[:, None, None, None] * pictures[other]
        return mixed, share[:, None] * truths + (1 - share)[:, None] * truths[other]

    def sample(self, index: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        frame, box, label = self.frames[index], tuple(self.boxes[index]), self.labels[index]
        truth = np.eye(len(CODES), dtype=np.float32)[label]
        if not self.augment:
            picture = squash(frame, self.size) if self.view == "whole" else crop_to_lesion(frame, box, self.size)
            return to_network(picture), truth
        # Both views that are looked at later, and everything between: the lesion is learnt at any scale.
        square = WHOLE_FRAME if random.random() < 0.4 else crop_square(box)
        view = random_view(random, square, zoom=(0.75, 1.35), shift=0.12, stretch=0.2)
        picture = recolour(random, see(frame, view, self.size))
        if random.random() < self.wear:
            picture = wear_out(random, picture)
        return to_network(picture), truth
