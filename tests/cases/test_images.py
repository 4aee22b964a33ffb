"""What pages show of a picture: upright, no larger than a screen needs, without anything but pixels."""

import io
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from PIL import Image

from cases.images import RENDITION_LONG_SIDE_PX, THUMBNAIL_LONG_SIDE_PX, plausible_time, prepare_picture
from ml.errors import Unreadable
from tests.cases.strange_files import MARKER, marked_files, noisy_jpeg, save
from tests.trust.corpus.notes import QUARTERS, STORED_AS, four_quarters


def opened(data: bytes) -> Image.Image:
    """The file as Pillow sees it."""
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", STORED_AS)
def test_every_picture_stands_upright(orientation, picture_format):
    exif = Image.Exif()
    exif[0x0112] = orientation
    turn = STORED_AS[orientation]
    stored = four_quarters().transpose(turn) if turn is not None else four_quarters()
    lossless = {"WEBP": {"lossless": True}, "JPEG": {"quality": 95}}.get(picture_format, {})
    prepared = prepare_picture(save(stored, picture_format, exif=exif, **lossless))
    assert (prepared.width, prepared.height) == (100, 60)
    for shown in (prepared.rendition, prepared.thumbnail):
        pixels = np.asarray(opened(shown)).astype(int)
        assert pixels.shape == (60, 100, 3)
        quarters = (pixels[15, 25], pixels[15, 75], pixels[45, 25], pixels[45, 75])
        for seen, meant in zip(quarters, QUARTERS, strict=True):
            assert abs(seen - meant).max() < 25


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WebP", "TIFF"])
def test_no_word_of_the_file_survives(picture_format):
    data = marked_files()[picture_format]
    assert data.count(MARKER) >= 3
    prepared = prepare_picture(data)
    for shown in (prepared.rendition, prepared.thumbnail):
        assert MARKER not in shown
        assert b"Exif" not in shown
        assert b"ICC_PROFILE" not in shown
        assert b"xmpmeta" not in shown
        assert not opened(shown).getexif()
        assert "comment" not in opened(shown).info


@pytest.mark.parametrize(
    ("size", "rendition", "thumbnail"),
    [
        ((600, 450), (600, 450), (320, 240)),
        ((2048, 1000), (2048, 1000), (320, 156)),
        ((2583, 1900), (2048, 1506), (320, 235)),
        ((1000, 4000), (512, 2048), (80, 320)),
        ((1, 1), (1, 1), (1, 1)),
        ((5000, 2), (2048, 1), (320, 1)),
    ],
)
def test_nothing_larger_than_a_screen_needs_is_served(size, rendition, thumbnail):
    prepared = prepare_picture(noisy_jpeg(size))
    assert (prepared.width, prepared.height) == size
    assert (opened(prepared.rendition).size, opened(prepared.thumbnail).size) == (rendition, thumbnail)
    assert max(rendition) <= RENDITION_LONG_SIDE_PX
    assert max(thumbnail) <= THUMBNAIL_LONG_SIDE_PX


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (Image.new("RGBA", (40, 30), (10, 20, 30, 0)), (255, 255, 255)),
        (Image.new("L", (40, 30), 90), (90, 90, 90)),
        (Image.new("1", (40, 30), 1), (255, 255, 255)),
        (Image.new("P", (40, 30), 0), (0, 0, 0)),
        (Image.fromarray(np.full((30, 40), 32896, np.uint16)), (128, 128, 128)),
    ],
    ids=["transparent", "grey", "bits", "palette", "16 bit"],
)
def test_every_kind_of_pixel_becomes_a_colour_picture(picture, expected):
    shown = opened(prepare_picture(save(picture, "PNG")).rendition)
    assert shown.mode == "RGB"
    assert np.abs(np.asarray(shown).astype(int) - expected).max() <= 2


def test_the_colours_of_the_lesion_are_kept_close():
    picture = Image.open(io.BytesIO(noisy_jpeg((300, 200)))).convert("RGB")
    shown = np.asarray(opened(prepare_picture(save(picture, "PNG")).rendition)).astype(float)
    assert np.abs(shown - np.asarray(picture)).mean() < 3


def test_what_cannot_be_opened_says_why():
    with pytest.raises(Unreadable) as refused:
        prepare_picture(noisy_jpeg((300, 200))[:4000])
    assert refused.value.code == "truncated"


def test_broken_notes_of_a_camera_do_not_cost_its_picture():
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "yesterday"
    exif.get_ifd(0x8769)[0x9011] = "soon"
    prepared = prepare_picture(save(Image.new("RGB", (60, 40)), "JPEG", exif=exif))
    assert prepared.taken_at is None


def test_the_time_is_read_from_the_cameras_notes():
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2024:05:31 14:03:22"
    for picture_format in ("JPEG", "WEBP"):
        prepared = prepare_picture(save(Image.new("RGB", (60, 40)), picture_format, exif=exif))
        assert prepared.taken_at == datetime(2024, 5, 31, 14, 3, 22)


def test_a_time_with_its_offset_is_exact():
    expected = datetime(2024, 5, 31, 14, 3, 22, tzinfo=timezone(timedelta(hours=2)))
    assert plausible_time("2024:05:31 14:03:22", "+02:00") == expected
    assert plausible_time("2024:05:31 14:03:22\0", "+02:00\0").utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
    "written", ["", "0000:00:00 00:00:00", "1970:01:01 00:00:00", "2024-05-31", "9999:12:31 23:59:59"]
)
def test_a_time_that_cannot_be_true_is_none(written):
    assert plausible_time(written) is None


def test_a_camera_whose_clock_is_far_ahead_is_not_believed():
    ahead = datetime.now(UTC) + timedelta(days=3)
    assert plausible_time(f"{ahead:%Y:%m:%d %H:%M:%S}") is None
    assert plausible_time(f"{datetime.now(UTC) - timedelta(days=3):%Y:%m:%d %H:%M:%S}") is not None
