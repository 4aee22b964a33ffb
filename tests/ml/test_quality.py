"""Each way to be unfit has its own code."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from ml.dataset import data_folder, in_split, load_frames, load_masks, read_records
from ml.draw import draw_lesion
from ml.errors import Unsuitable
from ml.quality import (
    FILLS_THE_VIEW,
    LARGEST_PART_AT_BORDER,
    SENTENCES,
    SMALLEST_SIDE,
    check_border,
    check_quality,
    measure_border,
    measure_quality,
)

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


@pytest.mark.parametrize("size", [(600, 450), (1504, 1129), (4000, 3000)])
def test_blur_is_judged_at_the_scale_that_the_networks_see(size):
    full = Image.fromarray(draw_lesion(5, size)[0])
    sigma = size[1] / 224
    sharp, soft = (np.asarray(full.filter(ImageFilter.GaussianBlur(factor * sigma))) for factor in (0.3, 4))
    check_quality(measure_quality(sharp))
    assert refusal_of(soft) == "too_blurred"


def test_noise_does_not_make_a_blurred_picture_sharp():
    noise = np.random.default_rng(0).normal(0, 8, PICTURE.shape)
    assert refusal_of(np.clip(blurred(12) + noise, 0, 255).astype(np.uint8)) == "too_blurred"


def test_a_dark_ring_around_the_lens_is_no_darkness():
    y, x = np.mgrid[-1:1:450j, -1:1:600j]
    ringed = PICTURE * (np.hypot(x, y) < 0.9)[..., None]
    measured = measure_quality(ringed.astype(np.uint8))
    assert measured["brightness"] == pytest.approx(measure_quality(PICTURE)["brightness"], abs=12)
    check_quality(measured)


def test_clipped_skin_is_too_bright():
    assert refusal_of(np.clip(PICTURE * 1.9, 0, 255).astype(np.uint8)) == "too_bright"


def disc(centre_x: float, radius: float = 50) -> np.ndarray:
    y, x = np.mgrid[0:224, 0:224]
    return np.hypot(x - centre_x, y - 112) < radius


def test_a_whole_lesion_is_not_cut():
    assert measure_border(disc(112)) == {
        "border_fraction": 0.0,
        "view_fraction": pytest.approx(np.pi * 2500 / 224**2, 0.01),
    }
    check_border(measure_border(disc(112)))


def test_half_a_disc_has_two_fifths_of_its_outline_at_the_frame():
    # Pixels of an arc lie diagonally, so fewer of them go round it than its length says.
    measured = measure_border(disc(0))["border_fraction"]
    assert 2 / (2 + np.pi) <= measured <= 2 / (2 + np.pi) + 0.03


def test_a_lesion_of_which_less_than_half_is_seen_is_cut():
    with pytest.raises(Unsuitable) as caught:
        check_border(measure_border(disc(-10)))
    assert (caught.value.code, caught.value.message) == ("cut_by_border", SENTENCES["cut_by_border"])
    check_border(measure_border(disc(25)))


def test_a_lesion_that_fills_the_view_is_not_cut():
    full = np.ones((224, 224), bool)
    assert measure_border(full) == {"border_fraction": 1.0, "view_fraction": 1.0}
    check_border(measure_border(full))
    # The same outline, but nearly half of the view is skin: there is room to show the rest.
    half = full.copy()
    half[:, 112:] = False
    with pytest.raises(Unsuitable):
        check_border(measure_border(half))


def test_border_limits_are_where_they_are_written():
    check_border({"border_fraction": LARGEST_PART_AT_BORDER, "view_fraction": 0.2})
    check_border({"border_fraction": 1.0, "view_fraction": FILLS_THE_VIEW})
    with pytest.raises(Unsuitable):
        check_border({"border_fraction": LARGEST_PART_AT_BORDER + 0.01, "view_fraction": FILLS_THE_VIEW - 0.01})


def test_nothing_found_is_not_cut():
    assert measure_border(np.zeros((224, 224), bool)) == {"border_fraction": 0.0, "view_fraction": 0.0}


@pytest.mark.parametrize("seed", range(8))
def test_drawn_pictures_are_fit(seed):
    check_quality(measure_quality(draw_lesion(seed)[0]))


def test_nearly_all_of_val_is_fit(data_dir):
    records = in_split(read_records(data_folder(data_dir)), "val")
    refused = 0
    for frame, mask in zip(load_frames(records), load_masks(records), strict=True):
        try:
            check_quality(measure_quality(frame))
            check_border(measure_border(mask))
        except Unsuitable:
            refused += 1
    assert refused / len(records) <= 0.005
