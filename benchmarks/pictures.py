"""The pictures that are measured with: drawn, so that anybody has the same."""

import io

import numpy as np
from PIL import Image

from ml.draw import draw_lesion

TWELVE_MEGAPIXELS = (4000, 3000)
# Grey levels of grain in a large picture: without it an enlarged drawing would be a third of a photograph's bytes.
GRAIN = 4.0
QUALITY = 92


def small_jpegs(count: int) -> list[bytes]:
    """JPEG files of 600 x 450."""
    return [_jpeg(draw_lesion(seed)[0]) for seed in range(count)]


def large_jpegs(count: int) -> list[bytes]:
    """JPEG files of 12 megapixels."""
    files = []
    for seed in range(count):
        drawn = Image.fromarray(draw_lesion(seed)[0]).resize(TWELVE_MEGAPIXELS, Image.Resampling.BICUBIC)
        grain = np.random.default_rng(seed).normal(0, GRAIN, (*TWELVE_MEGAPIXELS[::-1], 1)).astype(np.float32)
        files.append(_jpeg(np.clip(np.asarray(drawn) + grain, 0, 255).astype(np.uint8)))
    return files


def _jpeg(picture: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
