"""A picture as another camera might have taken it: other light, scale, lens, compression."""

import io

import numpy as np
from PIL import Image

from ml.augment import random_view, recolour, see
from ml.preprocess import FRAME_SIZE, squash


def other_view(random: np.random.Generator, frame: np.ndarray) -> np.ndarray:
    """The picture as another camera might have taken it.

    Args:
        random: source of chance.
        frame: uint8 (224, 224, 3).

    Returns:
        uint8 (224, 224, 3).
    """
    view = random_view(random, (0.0, 0.0, float(FRAME_SIZE)), zoom=(0.6, 1.15), shift=0.1, stretch=0.35)
    picture = recolour(random, see(frame, view, FRAME_SIZE), random.uniform(0.3, 1.8))
    if random.random() < 0.3:
        picture = squash(squash(picture, int(FRAME_SIZE * random.uniform(0.35, 0.9))), FRAME_SIZE)
    surround = random.random()
    if surround < 0.3:
        picture = through_a_round_lens(random, picture)
    elif surround < 0.4:
        picture = between_bars(random, picture)
    return compressed(picture, int(random.integers(40, 96))) if random.random() < 0.5 else picture


def through_a_round_lens(random: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """Darker outside an ellipse, as a round lens leaves it after the squash. uint8 (224, 224, 3) to the same."""
    along = np.arange(FRAME_SIZE) + 0.5
    down, across = FRAME_SIZE * random.uniform(0.44, 0.56, 2)
    high, wide = FRAME_SIZE * random.uniform(0.42, 0.66) * np.array([1, random.uniform(0.75, 1.25)])
    distance = np.hypot((along[:, None] - down) / high, (along[None] - across) / wide)
    light = np.clip((1 - distance) / random.uniform(0.01, 0.15) + 0.5, random.uniform(0, 0.25), 1)
    return (picture * light[..., None]).astype(np.uint8)


def between_bars(random: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """With black or white bars at two sides, as exports leave them. uint8 (224, 224, 3) to the same."""
    picture = picture.copy()
    width, shade = int(random.integers(4, 30)), int(random.choice([0, 0, 255]))
    lying = picture if random.random() < 0.5 else picture.swapaxes(0, 1)
    lying[:width] = shade
    lying[-width:] = shade
    return picture


def compressed(picture: np.ndarray, quality: int) -> np.ndarray:
    """The picture after a JPEG file of that quality, 1..95. uint8 (height, width, 3) to the same."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality)
    with Image.open(file) as read:
        return np.asarray(read.convert("RGB"))
