"""What counts as a picture."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from ml.decode import MAX_PIXELS, REFUSALS, decode, decode_picture
from ml.draw import draw_lesion
from ml.errors import Refused, Unreadable
from tests.ml.conftest import as_file

PICTURE = draw_lesion(1, (120, 90))[0]


def refusal_of(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        decode(data)
    assert caught.value.message == REFUSALS[caught.value.code]
    return caught.value.code


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A small file whose header promises many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("kind", "options"), [("PNG", {}), ("TIFF", {}), ("WEBP", {"lossless": True})])
def test_lossless_formats_give_the_very_pixels(kind, options):
    assert np.array_equal(decode(as_file(PICTURE, kind, **options)), PICTURE)


def test_jpeg_gives_nearly_the_pixels():
    decoded = decode(as_file(PICTURE, "JPEG", quality=95))
    assert decoded.dtype == np.uint8
    assert decoded.shape == PICTURE.shape
    assert np.abs(decoded.astype(int) - PICTURE).mean() < 4


def test_an_empty_file_is_refused():
    assert refusal_of(b"") == "empty"


@pytest.mark.parametrize("data", [b"just some text, renamed to .jpg", b"\x00" * 400, b"PK\x03\x04 a zip archive"])
def test_what_is_no_picture_is_refused(data):
    assert refusal_of(data) == "not_a_picture"


@pytest.mark.parametrize(
    "data",
    [
        saved(Image.new("RGB", (8, 8)), "GIF"),
        saved(Image.new("RGB", (8, 8)), "BMP"),
        b'<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        b"%PDF-1.7 not a picture",
        b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40,
    ],
    ids=["gif", "bmp", "svg", "pdf", "heic"],
)
def test_other_kinds_are_refused_by_content(data):
    assert refusal_of(data) == "format_not_supported"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9])
def test_a_file_that_ends_too_early_is_refused(kind, part):
    whole = as_file(PICTURE, kind)
    assert refusal_of(whole[: int(len(whole) * part)]) in {"truncated", "not_a_picture"}


def test_too_many_pixels_are_refused_from_the_header():
    side = int(MAX_PIXELS**0.5) + 1
    assert refusal_of(png_that_claims(side, side)) == "too_many_pixels"
    assert refusal_of(png_that_claims(13_000, 13_000)) == "too_many_pixels"
    assert refusal_of(png_that_claims(100_000, 100_000)) == "too_many_pixels"


def test_the_limit_itself_is_not_too_many():
    assert refusal_of(png_that_claims(8000, 5000)) == "truncated", "read as a picture, found to be damaged"


def test_several_frames_are_refused():
    frames = [Image.new("RGB", (9, 9), shade) for shade in ("red", "blue")]
    for kind in ("TIFF", "PNG", "WEBP"):
        data = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        assert refusal_of(data) == "several_pictures"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(orientation):
    marked = np.full((30, 50, 3), 255, np.uint8)
    marked[:10, :10] = 0
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = Image.fromarray(marked) if back is None else Image.fromarray(marked).transpose(back)
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert np.array_equal(decode(saved(stored, "PNG", exif=exif)), marked)


def test_nothing_of_the_metadata_is_left():
    exif = Image.Exif()
    exif[0x010E] = "Jane Doe, born 1960"
    picture = decode_picture(saved(Image.fromarray(PICTURE), "JPEG", exif=exif, comment=b"Jane Doe"))
    assert picture.info == {}
    assert b"Jane Doe" not in saved(picture, "JPEG")
    assert not picture.getexif()


def test_transparent_parts_lie_on_white():
    half = np.zeros((4, 4, 4), np.uint8)
    half[:, :2] = (200, 10, 10, 255)
    decoded = decode(saved(Image.fromarray(half), "PNG"))
    assert decoded[0, 0].tolist() == [200, 10, 10]
    assert decoded[0, 3].tolist() == [255, 255, 255]


def test_palette_with_a_transparent_colour():
    picture = Image.new("P", (3, 3), 1)
    picture.putpalette([0, 0, 0, 9, 8, 7])
    picture.putpixel((0, 0), 0)
    decoded = decode(saved(picture, "PNG", transparency=0))
    assert decoded[0, 0].tolist() == [255, 255, 255]
    assert decoded[2, 2].tolist() == [9, 8, 7]


def test_sixteen_bit_grey_keeps_its_shades():
    deep = np.array([[0, 32896, 65535]], np.uint16)
    for kind in ("PNG", "TIFF"):
        assert decode(saved(Image.fromarray(deep), kind))[0, :, 0].tolist() == [0, 128, 255]


def test_cmyk_and_grey_become_rgb():
    cmyk = Image.new("CMYK", (5, 5), (0, 255, 255, 0))
    assert decode(saved(cmyk, "TIFF"))[0, 0].tolist() == [255, 0, 0]
    assert decode(saved(Image.new("L", (5, 5), 77), "PNG"))[0, 0].tolist() == [77, 77, 77]


def test_a_refusal_speaks_to_a_clinician():
    with pytest.raises(Refused) as caught:
        decode(b"")
    assert str(caught.value) == "The file is empty."


@pytest.mark.parametrize("offset", [7, 60, 4000, 2**31])
def test_a_tiff_whose_next_directory_is_rubbish_is_damaged(offset):
    content = bytearray(as_file(np.full((40, 40, 3), 120, np.uint8), "TIFF"))
    start = int.from_bytes(content[4:8], "little")
    entries = int.from_bytes(content[start : start + 2], "little")
    content[start + 2 + 12 * entries : start + 6 + 12 * entries] = offset.to_bytes(4, "little")
    with pytest.raises(Unreadable) as caught:
        decode(bytes(content))
    assert caught.value.code in ("truncated", "several_pictures")
