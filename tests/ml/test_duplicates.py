"""One photograph under two names is found; two lesions of one microscope are not taken for one."""

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from ml.draw import draw_lesion
from ml.duplicates import HASH_DISTANCE, LIKENESS, exact_pairs, fingerprints_of, near_pairs


@pytest.fixture
def pictures(tmp_path):
    """Twenty drawn lesions."""
    paths = []
    for seed in range(20):
        paths.append(tmp_path / f"{seed}.png")
        Image.fromarray(draw_lesion(seed, (224, 224))[0]).save(paths[-1])
    return paths


def names(paths):
    return [path.name for path in paths]


def test_the_same_pixels_in_another_file_are_an_exact_pair(pictures, tmp_path):
    with Image.open(pictures[7]) as picture:
        picture.save(tmp_path / "copy.png", compress_level=0)
    prints = fingerprints_of([*pictures, tmp_path / "copy.png"])
    pairs = exact_pairs(prints, [*names(pictures), "copy"])
    assert [(pair.first, pair.second) for pair in pairs] == [(7, 20)]
    assert not exact_pairs(prints, ["all in one part"] * 21)
    assert not near_pairs(prints, [*names(pictures), "copy"]), "what is exact is not said twice"


@pytest.mark.parametrize("change", ["compression", "light", "colour", "size"])
def test_one_photograph_made_again_is_a_near_pair(pictures, tmp_path, change):
    with Image.open(pictures[3]) as opened:
        picture, quality = opened.convert("RGB"), 95
    if change == "compression":
        quality = 40
    elif change == "light":
        picture = ImageEnhance.Brightness(picture).enhance(0.8)
    elif change == "colour":
        picture = Image.fromarray((np.asarray(picture) * [1.0, 0.93, 0.75]).astype(np.uint8))
    else:
        picture = picture.resize((150, 150))
    picture.save(tmp_path / "again.jpg", quality=quality)
    pairs = near_pairs(fingerprints_of([*pictures, tmp_path / "again.jpg"]), [*names(pictures), "again"])
    assert [(pair.first, pair.second) for pair in pairs] == [(3, 20)]
    assert pairs[0].likeness > LIKENESS


def test_different_lesions_in_the_same_dark_circle_are_no_pair(tmp_path):
    y, x = np.mgrid[0:224, 0:224]
    inside = np.hypot(x - 112, y - 112) < 105
    paths = []
    for seed in range(12):
        paths.append(tmp_path / f"{seed}.png")
        Image.fromarray(draw_lesion(seed, (224, 224))[0] * inside[..., None].astype(np.uint8)).save(paths[-1])
    prints = fingerprints_of(paths)
    distances = np.bitwise_count(prints.hashes[:, None] ^ prints.hashes[None])
    assert (np.triu(distances <= HASH_DISTANCE, 1)).any(), "the hash alone would take some of them for one"
    assert not near_pairs(prints, names(paths))


def test_empty_pictures_are_alike_only_if_they_are_equal(tmp_path):
    for name, grey in (("a", 90), ("b", 120), ("c", 120)):
        Image.new("RGB", (224, 224), (grey,) * 3).save(tmp_path / f"{name}.png")
    prints = fingerprints_of([tmp_path / "a.png", tmp_path / "b.png", tmp_path / "c.png"])
    assert [(pair.first, pair.second) for pair in exact_pairs(prints, "abc")] == [(1, 2)]
    assert not near_pairs(prints, "abc")


def test_every_pair_is_found_across_the_chunks(tmp_path, monkeypatch):
    from ml import duplicates

    monkeypatch.setattr(duplicates, "_ROWS_AT_ONCE", 3)
    paths = []
    for number in range(10):
        paths.append(tmp_path / f"{number}.jpg")
        Image.fromarray(draw_lesion(number % 5, (224, 224))[0]).save(paths[-1], quality=95 - 2 * number)
    pairs = near_pairs(fingerprints_of(paths), names(paths))
    assert sorted((pair.first, pair.second) for pair in pairs) == [(n, n + 5) for n in range(5)]
