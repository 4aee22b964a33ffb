"""A PNG whose lower part is missing is damaged, whatever its end says."""

import io

import numpy as np
import pytest
from PIL import Image

from ml.decode import decode
from ml.errors import Unreadable
from ml.png_rows import has_all_rows
from tests.ml.test_decode import refusal_of
from tests.trust.corpus.writers import chunks_of, deep_png, drawn, header, interlaced_png, png_of, saved

SHAPES = {
    "colour": lambda picture: saved(picture, "PNG"),
    "grey": lambda picture: saved(picture.convert("L"), "PNG"),
    "palette": lambda picture: saved(picture.quantize(16), "PNG", bits=4),
    "bits": lambda picture: saved(picture.convert("1"), "PNG"),
    "see-through": lambda picture: saved(picture.convert("RGBA"), "PNG"),
    "grey, see-through": lambda picture: saved(picture.convert("LA"), "PNG"),
    "deep": deep_png,
    "interlaced": interlaced_png,
}


def black(size: tuple[int, int] = (37, 23)) -> Image.Image:
    """A picture whose last row is as black as one that is missing."""
    return Image.new("RGB", size)


@pytest.mark.parametrize("size", [(37, 23), (1, 1), (4, 1), (1, 9), (8, 8)])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_black_picture_is_whole(shape, size):
    assert not decode(SHAPES[shape](black(size))).any() or shape == "palette"


@pytest.mark.parametrize("shape", SHAPES)
def test_one_row_more_than_there_is_makes_it_damaged(shape):
    whole = SHAPES[shape](drawn(1, (37, 23)))
    (_, head), *rest = chunks_of(whole)
    taller = png_of([(b"IHDR", head[:4] + (head[7] + 1).to_bytes(4, "big") + head[8:]), *rest])
    assert refusal_of(taller) == "truncated"


def test_a_picture_with_something_in_its_last_row_is_not_unpacked_twice():
    picture = Image.fromarray(np.full((3, 3, 3), 9, np.uint8))
    assert has_all_rows(picture, b"no file at all")


def test_what_is_missing_is_never_shown_as_black():
    found = chunks_of(saved(drawn(1, (37, 23)), "PNG"))
    with pytest.raises(Unreadable):
        decode(png_of([header(37, 2300), *found[1:]]))
    with Image.open(io.BytesIO(png_of([header(37, 2300), *found[1:]]))) as picture:
        assert not np.asarray(picture)[23:].any(), "Pillow alone would take it"
