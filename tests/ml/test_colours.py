"""Colours of painted patches, and of real pictures."""

import csv

import numpy as np
import pytest
from PIL import Image

from ml.colours import COLOURS, PALETTE, colours_in, colours_present, to_lab
from tests.ml.shapes import ellipse, plane

SKIN = (194, 150, 130)
PAINT = {
    "white": (240, 240, 242),
    "red": (185, 60, 70),
    "light_brown": (166, 123, 91),
    "dark_brown": (80, 50, 30),
    "blue_gray": (95, 105, 120),
    "black": (28, 28, 28),
}


def patch(*colours: tuple[int, int, int], skin=SKIN) -> tuple[np.ndarray, np.ndarray]:
    """A disc on skin, in stripes of equal width of the given colours."""
    mask = ellipse(90, 90)
    columns = np.flatnonzero(mask.any(axis=0))
    stripe = np.clip((np.arange(mask.shape[1]) - columns[0]) * len(colours) // columns.size, 0, len(colours) - 1)
    picture = np.where(mask[..., None], np.array(colours)[stripe][None], skin).astype(np.uint8)
    return picture, mask


def under(picture: np.ndarray, light: tuple[float, float, float]) -> np.ndarray:
    """The picture as a camera with these gains in linear light sees it."""
    return np.clip(255 * ((picture / 255) ** 2.2 * light) ** (1 / 2.2), 0, 255).round().astype(np.uint8)


@pytest.mark.parametrize("name", COLOURS)
def test_each_of_the_six_is_known(name):
    shares = colours_in(*patch(PAINT[name]))
    assert colours_present(shares) == [name]
    assert shares[name] > 0.9


@pytest.mark.parametrize("name", COLOURS)
@pytest.mark.parametrize("light", [(1.0, 0.75, 0.85), (0.75, 0.9, 1.0), (1.2, 1.1, 1.1), (0.8, 0.8, 0.8)])
def test_the_colour_of_the_light_does_not_matter(name, light):
    picture, mask = patch(PAINT[name])
    assert colours_present(colours_in(under(picture, light), mask)) == [name]


def test_skin_is_none_of_the_six():
    assert colours_present(colours_in(*patch(SKIN))) == []


def test_shares_are_those_painted():
    shares = colours_in(*patch(PAINT["light_brown"], PAINT["black"]))
    assert colours_present(shares) == ["light_brown", "black"]
    assert shares["black"] == pytest.approx(0.5, abs=0.03)
    assert sum(shares.values()) <= 1 + 1e-9


def test_a_speck_is_not_a_colour_of_the_lesion():
    picture, mask = patch(PAINT["dark_brown"])
    picture[90:105, 90:110] = PAINT["black"]
    shares = colours_in(picture, mask)
    assert 0 < shares["black"] < 0.05
    assert colours_present(shares) == ["dark_brown"]


def test_the_black_rim_of_a_dermatoscope_is_not_taken_for_skin():
    """Although most of what is not lesion is rim."""
    picture, mask = patch(PAINT["blue_gray"])
    picture = under(picture, (1.0, 0.6, 0.6))
    picture[np.hypot(*plane(len(mask))) > 94] = 5
    assert (picture[~mask] == 5).mean() > 0.6
    assert colours_present(colours_in(picture, mask)) == ["blue_gray"]


def test_brown_skin_is_not_made_pale():
    """A lesion darker than brown skin stays dark brown: exposure is corrected by half a stop, not by two."""
    picture, mask = patch((80, 52, 36), skin=(110, 75, 58))
    assert colours_present(colours_in(picture, mask)) == ["dark_brown"]


@pytest.mark.parametrize("size", [(100, 75), (224, 224), (1600, 1200)])
def test_the_picture_may_have_another_size_than_the_mask(size):
    picture, mask = patch(PAINT["dark_brown"], PAINT["blue_gray"])
    shares = colours_in(np.asarray(Image.fromarray(picture).resize(size)), mask)
    assert shares == pytest.approx(colours_in(picture, mask), abs=0.03)


def test_a_lesion_without_skin_around_is_seen_as_it_is():
    assert colours_in(np.full((50, 50, 3), PAINT["black"], np.uint8), np.ones((50, 50), bool))["black"] == 1


def test_too_few_pixels_tell_nothing():
    mask = np.zeros((300, 300), bool)
    assert colours_in(np.zeros((300, 300, 3), np.uint8), mask) is None
    mask[100:105, 100:105] = True
    assert colours_in(np.zeros((300, 300, 3), np.uint8), mask) is None


def test_lab_of_the_primaries():
    """Lindbloom's values under D65."""
    assert to_lab(np.array([255, 255, 255])) == pytest.approx([100, 0, 0], abs=0.01)
    assert to_lab(np.array([255, 0, 0])) == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
    assert to_lab(np.array([0, 0, 255])) == pytest.approx([32.30, 79.19, -107.86], abs=0.02)


def test_no_centroid_has_two_owners():
    codes = [code for row in PALETTE.values() for code in row]
    assert len(codes) == len(set(codes))


def test_rare_colours_are_rare_in_nevi(data_dir):
    """On the first 200 nevi of val: brown nearly always; white, blue-gray and black hardly ever."""
    folder = data_dir / "ham10000"
    with (folder / "metadata.csv").open(newline="") as file:
        nevi = [row["image_id"] for row in csv.DictReader(file) if (row["split"], row["dx"]) == ("val", "nv")][:200]
    found = []
    for name in nevi:
        picture = np.asarray(Image.open(folder / "images" / f"{name}.jpg").convert("RGB"))
        mask = np.asarray(Image.open(folder / "masks" / f"{name}_segmentation.png").convert("L")) > 127
        found.append(colours_present(colours_in(picture, mask) or dict.fromkeys(COLOURS, 0)))
    often = {colour: np.mean([colour in colours for colours in found]) for colour in COLOURS}
    assert often["light_brown"] > 0.95
    assert often["dark_brown"] > 0.6
    assert max(often["white"], often["blue_gray"], often["black"]) < 0.1
