"""Each way to be unfit has its own code."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from ml.dataset import data_folder, in_split, load_frames, read_records
from ml.draw import draw_lesion
from ml.errors import Unsuitable
from ml.quality import SENTENCES, SMALLEST_SIDE, check_quality, measure_quality

PICTURE = draw_lesion(5)[0]


def refusal_of(picture: np.ndarray) -> str:
    with pytest.raises(Unsuitable) as caught:
        check_quality(measure_quality(picture))
    assert caught.value.message == SENTENCES[caught.value.code]
    return caught.value.code


def blurred(radius: float) -> np.ndarray:
    return np.asarray(Image.fromarray(PICTURE).filter(ImageFilter.GaussianBlur(radius)))


def test_too_small():
    assert refusal_of(np.asarray(Image.fromarray(PICTURE).resize((200, SMALLEST_SIDE - 1)))) == "too_small"
    check_quality(measure_quality(np.asarray(Image.fromarray(PICTURE).resize((200, SMALLEST_SIDE)))))


def test_too_dark():
    assert refusal_of((PICTURE * 0.15).astype(np.uint8)) == "too_dark"


def test_too_bright():
    assert refusal_of((245 + PICTURE * 0.04).astype(np.uint8)) == "too_bright"


def test_no_contrast():
    assert refusal_of((140 + PICTURE * 0.05).astype(np.uint8)) == "no_contrast"


def test_too_blurred():
    assert refusal_of(blurred(14)) == "too_blurred"
    check_quality(measure_quality(blurred(0.5)))


@pytest.mark.parametrize("seed", range(8))
def test_drawn_pictures_are_fit(seed):
    check_quality(measure_quality(draw_lesion(seed)[0]))


def test_at_least_99_percent_of_val_is_fit(data_dir):
    frames = load_frames(in_split(read_records(data_folder(data_dir)), "val"))
    refused = 0
    for frame in frames:
        try:
            check_quality(measure_quality(frame))
        except Unsuitable:
            refused += 1
    assert refused / len(frames) <= 0.01
