"""Pictures whose inside contradicts itself."""

import struct
import zlib

from tests.trust.corpus.sample import Sample, accepted, refused
from tests.trust.corpus.whole import interlaced, jpeg, lossless_webp, png, progressive_jpeg, webp
from tests.trust.corpus.writers import (
    PNG_START,
    SIZE,
    chunk,
    chunks_of,
    claiming,
    drawn,
    header,
    interlaced_png,
    place_of,
    plain_tiff,
    png_of,
    riff,
    saved,
    segment,
    with_chunks,
)


def _without(kind: bytes) -> bytes:
    return png_of([one for one in chunks_of(png()) if one[0] != kind])


def _headed(**changes: int) -> bytes:
    return png_of([header(*SIZE, **changes), *chunks_of(png())[1:]])


def _wrong_sum(kind: bytes) -> bytes:
    pieces = [chunk(*one, crc=0 if one[0] == kind else None) for one in chunks_of(png())]
    return PNG_START + b"".join(pieces)


def _body(change) -> bytes:
    found = chunks_of(png())
    (body,) = (data for kind, data in found if kind == b"IDAT")
    return png_of([found[0], (b"IDAT", change(body)), found[-1]])


def _bent(data: bytes, marker: int, offset: int, value: bytes) -> bytes:
    at = place_of(data, marker) + offset
    return data[:at] + value + data[at + len(value) :]


def _dropped(data: bytes, marker: int) -> bytes:
    while True:
        try:
            at = place_of(data, marker)
        except (IndexError, struct.error):
            return data
        if data[at] != 0xFF:
            return data
        data = data[:at] + data[at + 2 + struct.unpack_from(">H", data, at + 2)[0] :]


def _shot(data: bytes, part: float, length: int = 60) -> bytes:
    at = int(len(data) * part)
    return data[:at] + b"\xff" * length + data[at + length :]


PNGS: list[Sample] = [
    refused("PNG without pixels", "truncated", lambda: _without(b"IDAT"), png),
    refused("PNG without a header", "truncated", lambda: _without(b"IHDR"), png),
    refused("PNG of no width", "truncated", lambda: png_of([header(0, 120), *chunks_of(png())[1:]]), png),
    refused("PNG of no height", "truncated", lambda: png_of([header(160, 0), *chunks_of(png())[1:]]), png),
    refused("PNG of 3 bits", "truncated", lambda: _headed(depth=3), png),
    refused("PNG of a colour that is none", "truncated", lambda: _headed(colour=7), png),
    refused("PNG with more rows than pixels", "truncated", lambda: _taller(), png),
    refused("PNG whose header's sum is wrong", "truncated", lambda: _wrong_sum(b"IHDR"), png),
    # the stream inside has a sum of its own, and that one is right
    accepted("PNG whose pixels' outer sum is wrong", lambda: _wrong_sum(b"IDAT"), png, SIZE),
    refused("PNG of no zlib", "truncated", lambda: _body(lambda body: b"\xff" * len(body)), png),
    refused("PNG, broken in the middle", "truncated", lambda: _body(lambda body: _shot(body, 0.5)), png),
    refused("PNG with a filter that is none", "truncated", lambda: _body(lambda body: _filtered(body)), png),
    refused("PNG with a chunk of 4 GB", "truncated", lambda: PNG_START + b"\xff\xff\xff\xffIDAT", png),
    refused("PNG with a chunk of no name", "truncated", lambda: with_chunks(png(), (b"\0\0\0\0", b"")), png),
    refused("interlaced PNG, broken", "truncated", lambda: _interlaced(), interlaced),
    accepted("PNG without an end", lambda: _without(b"IEND"), png, SIZE),
    accepted("PNG with two headers", lambda: with_chunks(png(), header(*SIZE)), png, SIZE),
]


def _taller() -> bytes:
    return png_of([header(160, 900), *chunks_of(png())[1:]])


def _filtered(body: bytes) -> bytes:
    rows = bytearray(zlib.decompress(body))
    rows[:: 1 + 3 * SIZE[0]] = b"\x09" * SIZE[1]
    return zlib.compress(bytes(rows))


def _interlaced() -> bytes:
    found = chunks_of(interlaced_png(drawn(4)))
    return png_of([found[0], (b"IDAT", _shot(found[1][1], 0.5)), found[2]])


def _saved_twice() -> bytes:
    whole = saved(drawn(), "JPEG")
    return whole[:-2] + whole


JPEGS: list[Sample] = [
    refused("JPEG without tables", "truncated", lambda: _dropped(jpeg(), 0xDB), jpeg),
    refused("JPEG without a frame", "truncated", lambda: _dropped(jpeg(), 0xC0), jpeg),
    refused("JPEG of no height", "truncated", lambda: claiming(jpeg(), 160, 0), jpeg),
    refused("JPEG of no width", "truncated", lambda: claiming(jpeg(), 0, 120), jpeg),
    refused("JPEG of 12 bits", "truncated", lambda: _bent(jpeg(), 0xC0, 4, b"\x0c"), jpeg),
    refused("JPEG of no bits", "truncated", lambda: _bent(jpeg(), 0xC0, 4, b"\0"), jpeg),
    refused("JPEG of two colours", "truncated", lambda: _bent(jpeg(), 0xC0, 9, b"\2"), jpeg),
    refused("JPEG of 255 colours", "truncated", lambda: _bent(jpeg(), 0xC0, 9, b"\xff"), jpeg),
    refused("JPEG without loss", "truncated", lambda: _bent(jpeg(), 0xC0, 1, b"\xc3"), jpeg),
    refused("JPEG sampled by zero", "truncated", lambda: _bent(jpeg(), 0xC0, 11, b"\0"), jpeg),
    refused("JPEG of nothing but segments", "truncated", lambda: b"\xff\xd8" + segment(0xE5, b"x" * 60_000) * 90, jpeg),
    refused("JPEG, noise in its pixels", "truncated", lambda: _shot(jpeg(), 0.8), jpeg),
    refused("progressive JPEG, noise in it", "truncated", lambda: _shot(progressive_jpeg(), 0.9), progressive_jpeg),
    refused("JPEG, its tables wrong", "truncated", lambda: _bent(jpeg(), 0xC4, 8, b"\0\2\1\3"), jpeg),
    refused("JPEG that begins again before its end", "truncated", _saved_twice, jpeg),
    accepted("JPEG with a segment of no length", lambda: jpeg()[:2] + b"\xff\xe5\0\0" + jpeg()[2:], jpeg, SIZE),
    # its format has no word for how many pixels are there: what is missing is grey (docs/trust/input.md)
    accepted("JPEG taller than its pixels", lambda: claiming(jpeg(), 160, 900), jpeg, (160, 900)),
    accepted("JPEG whose pixels are cut out", lambda: _emptied(jpeg()), jpeg, SIZE),
]


def _emptied(data: bytes) -> bytes:
    at = place_of(data, 0xDA)
    return data[: at + 2 + struct.unpack_from(">H", data, at + 2)[0]] + b"\xff\xd9"


TIFFS: list[Sample] = [
    refused(f"TIFF {name}", "truncated", lambda changes=changes: plain_tiff(**changes), plain_tiff)
    for name, changes in {
        "of no width": {"t256": (4, 1, 0)},
        "of no bits": {"t258": (3, 1, 0)},
        "of 65,535 bits": {"t258": (3, 1, 65_535)},
        "of an unknown compression": {"t259": (3, 1, 60_000)},
        "of old JPEG": {"t259": (3, 1, 6)},
        "of an unknown colour": {"t262": (3, 1, 60_000)},
        "whose pixels are elsewhere": {"t273": (4, 1, 2**31)},
        "of 60,000 samples": {"t277": (3, 1, 60_000)},
        "with a width of another type": {"t256": (2, 4, 0x41414141)},
        "whose strips are a thousand million": {"t273": (4, 10**9, 8)},
        "taller than its pixels": {"t257": (4, 1, 3000)},
    }.items()
] + [
    refused("TIFF whose tags are elsewhere", "truncated", lambda: b"II*\0\xff\xff\xff\x7f" + b"\0" * 60, plain_tiff),
    refused("TIFF without tags", "truncated", lambda: b"II*\0\x08\0\0\0\0\0\0\0\0\0", plain_tiff),
    refused("TIFF of 65,535 tags", "truncated", lambda: b"II*\0\x08\0\0\0\xff\xff" + b"\0\1" * 60, plain_tiff),
]
WEBPS: list[Sample] = [
    refused("WebP without pixels", "truncated", lambda: riff((b"VP8X", b"\0" * 10)), webp),
    refused("WebP of a chunk of 4 GB", "truncated", lambda: webp()[:16] + b"\xff\xff\xff\xff" + webp()[20:], webp),
    refused("WebP of an unknown chunk", "truncated", lambda: riff((b"VP9 ", webp()[20:])), webp),
    refused("WebP, its canvas larger", "truncated", lambda: _canvas(), webp),
    refused(
        "WebP without its first frame",
        "truncated",
        lambda: riff((b"VP8X", b"\2" + b"\0" * 9), (b"ANIM", b"\0" * 6)),
        webp,
    ),
    refused("lossless WebP, broken", "truncated", lambda: _shot(lossless_webp(), 0.02, 200), lossless_webp),
    refused("WebP, noise in its pixels", "truncated", lambda: _shot(webp(), 0.9, 20), webp),
]


def _canvas() -> bytes:
    still = webp()[12:]
    (length,) = struct.unpack_from("<I", still, 4)
    return riff((b"VP8X", b"\0" * 4 + b"\xff\1\0\xff\1\0"), (b"VP8 ", still[8 : 8 + length]))


BROKEN: list[Sample] = [*PNGS, *JPEGS, *TIFFS, *WEBPS]
