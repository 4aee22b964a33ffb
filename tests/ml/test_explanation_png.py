"""The map as a file: kept as it is, shown stretched, coloured and clear where it says nothing."""

import io

import numpy as np
from PIL import Image

from ml.explanation_png import coloured_png, map_png


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png), formats=["PNG"])


def test_the_kept_map_is_the_map():
    explanation = np.random.default_rng(1).integers(0, 256, (224, 224), np.uint8)
    assert (np.asarray(opened(map_png(explanation))) == explanation).all()
    assert opened(map_png(explanation)).mode == "L"


def test_the_shown_map_is_clear_where_low_and_stretched_over_the_whole_picture():
    explanation = np.zeros((224, 224), np.uint8)
    explanation[:, 112:] = 255  # the right half
    shown = opened(coloured_png(explanation, 600, 450))
    assert (shown.mode, shown.size) == ("RGBA", (600, 450))
    pixels = np.asarray(shown)
    assert (pixels[:, :295, 3] == 0).all(), "nothing to see on the left"
    assert (pixels[:, 305:, 3] == 255).all(), "and the right half begins in the middle, at every height"
    assert pixels[225, 599].tolist() == [253, 231, 37, 255]


def test_more_is_brighter_and_less_transparent():
    ramp = np.tile(np.arange(224, dtype=np.uint8), (224, 1))
    row = np.asarray(opened(coloured_png(ramp, 224, 224)))[0].astype(int)
    luminance = row[:, :3] @ np.array([299, 587, 114])
    assert (np.diff(luminance) >= -1500).all(), "even steps, but for rounding"
    assert (np.diff(row[:, 3]) >= 0).all()
