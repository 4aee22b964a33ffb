"""A file that ends too early is known by its end, before its pixels take memory."""

import io

import numpy as np
import pytest
from PIL import Image

from ml import decode as door
from ml.cut_off import is_cut_off
from ml.decode import decode
from tests.ml.test_decode import refusal_of
from tests.trust.corpus.every import EVERY
from tests.trust.corpus.planted import jpeg_with_small_picture
from tests.trust.corpus.whole import interlaced, jpeg, png, progressive_jpeg
from tests.trust.corpus.writers import drawn, saved

WHOLE = {"JPEG": (jpeg, progressive_jpeg, jpeg_with_small_picture), "PNG": (png, interlaced)}


@pytest.mark.parametrize("kind", WHOLE)
@pytest.mark.parametrize("percent", [10, 50, 90, 99])
def test_what_is_cut_off_is_known_and_what_is_whole_is_not(kind, percent):
    for make in WHOLE[kind]:
        data = make()
        assert not is_cut_off(data, kind)
        assert is_cut_off(data[: len(data) * percent // 100], kind)


@pytest.mark.filterwarnings("ignore")  # Pillow's about odd tags
def test_no_picture_of_the_corpus_that_is_taken_is_called_cut_off():
    for sample in EVERY:
        if not sample.verdict:
            data = sample.make()
            with Image.open(io.BytesIO(data)) as picture:
                assert not is_cut_off(data, picture.format), sample.name


def test_a_large_picture_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(door, "LARGE_PIXELS", 10_000)
    data = saved(drawn(), "JPEG")
    assert np.asarray(decode(data)).shape == (120, 160, 3)
    loaded = []
    monkeypatch.setattr("PIL.JpegImagePlugin.JpegImageFile.load", lambda self: loaded.append(self))
    assert refusal_of(data[:-200]) == "truncated"
    assert loaded == []
