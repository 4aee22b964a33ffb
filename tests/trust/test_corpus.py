"""Every hostile, odd and broken file of the corpus gets the verdict that it declares, and every good twin is taken."""

import io
from collections import Counter

import numpy as np
import pytest
from PIL import Image

from cases.images import RENDITION_LONG_SIDE_PX, THUMBNAIL_LONG_SIDE_PX, PreparedPicture
from tests.trust.corpus.every import EVERY, GROUPS
from tests.trust.corpus.notes import QUARTERS, TURNED
from tests.trust.corpus.sample import Sample
from tests.trust.corpus.several import PAYLOAD
from tests.trust.verdicts import verdict_on

BARE = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def complaint(sample: Sample) -> str:
    """What is wrong with the verdict on a sample; nothing where it is as declared."""
    code, sentence, picture = verdict_on(sample.make())
    if code != sample.verdict:
        return f"{code or 'accepted'} instead of {sample.verdict or 'accepted'}"
    if picture is None:
        return "" if sample.words in sentence else f"the sentence {sentence!r} does not say {sample.words!r}"
    if (picture.width, picture.height) != sample.size:
        return f"it is {picture.width} x {picture.height}"
    return complaint_about(picture)


def complaint_about(picture: PreparedPicture) -> str:
    """What is wrong with what pages would show."""
    for data, longest in ((picture.rendition, RENDITION_LONG_SIDE_PX), (picture.thumbnail, THUMBNAIL_LONG_SIDE_PX)):
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as shown:
            shown.load()
            if shown.mode != "RGB" or max(shown.size) > longest or set(shown.info) != BARE or shown.getexif():
                return f"what is shown is {shown.mode}, {shown.size}, {set(shown.info)}"
        if PAYLOAD in data:
            return "what is shown holds a payload"
    return ""


def test_the_corpus_is_as_large_as_promised_and_no_two_samples_are_one():
    assert len([sample for sample in EVERY if sample.verdict]) >= 100
    assert [name for name, times in Counter(sample.name for sample in EVERY).items() if times > 1] == []
    contents = Counter(sample.make() for sample in EVERY)
    assert max(contents.values()) == 1
    assert len({sample.twin() for sample in EVERY}) == len(EVERY), "every sample has a twin of its own"
    codes = {sample.verdict for sample in EVERY}
    assert codes == {
        "",
        "empty_file",
        "not_a_picture",
        "format_not_supported",
        "truncated",
        "too_many_pixels",
        "several_pictures",
    }


def test_a_sample_is_the_same_at_every_call():
    assert [sample.name for sample in EVERY[::11] if sample.make() != sample.make()] == []


@pytest.mark.parametrize("group", GROUPS)
def test_every_verdict_is_the_declared_one(group):
    wrong = {sample.name: said for sample in GROUPS[group] if (said := complaint(sample))}
    assert wrong == {}


def test_every_good_twin_is_taken():
    twins = {sample.twin(): sample.name for sample in EVERY}
    assert {name: code for data, name in twins.items() if (code := verdict_on(data)[0])} == {}


def test_every_turned_picture_stands_upright():
    turned = [sample for sample in GROUPS["notes"] if TURNED in sample.name]
    assert len(turned) == 32
    for sample in turned:
        picture = verdict_on(sample.make())[2]
        for data in (picture.rendition, picture.thumbnail):
            pixels = np.asarray(Image.open(io.BytesIO(data))).astype(int)
            seen = (pixels[15, 25], pixels[15, 75], pixels[45, 25], pixels[45, 75])
            for colour, meant in zip(seen, QUARTERS, strict=True):
                assert abs(colour - meant).max() < 25, sample.name
