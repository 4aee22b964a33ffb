"""Small files that unpack to more than a machine has."""

import struct
import zlib
from functools import cache

from PIL import Image

from tests.trust.corpus.sample import Sample, accepted, refused
from tests.trust.corpus.whole import jpeg, png, webp
from tests.trust.corpus.writers import (
    SIZE,
    chunks_of,
    claiming,
    drawn,
    header,
    place_of,
    plain_tiff,
    png_of,
    riff,
    saved,
    segment,
    tiff_of,
    with_chunks,
    with_segments,
)


def grey_png(side: int, height: int = 0) -> bytes:
    """A PNG of one grey, whole and valid: a thousandth of its pixels in bytes, and written at once."""
    height = height or side
    row = b"\0" + b"\x80" * side
    squeeze = zlib.compressobj(9, wbits=-15)
    # a full flush forgets what was before: the same bytes again are the same row again
    one = squeeze.compress(row * 100) + squeeze.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, wbits=-15)
    rest = last.compress(row * (height % 100)) + last.flush()
    total = 1
    for rows in [100] * (height // 100) + [height % 100]:
        total = zlib.adler32(row * rows, total)
    body = b"\x78\xda" + one * (height // 100) + rest + total.to_bytes(4, "big")
    return png_of([header(side, height, colour=0), (b"IDAT", body), (b"IEND", b"")])


def grey_jpeg(side: int) -> bytes:
    """A JPEG of one grey, whole: six bits for each 64 pixels."""
    small = saved(Image.new("L", (8, 8), 128), "JPEG")
    start = claiming(small, side, side)
    scan = place_of(start, 0xDA)
    scan += 2 + struct.unpack_from(">H", start, scan + 2)[0]
    blocks = (-(-side // 8)) ** 2
    # "00" no difference, "1010" end of block: four blocks are three bytes
    return start[:scan] + b"\x28\xa2\x8a" * -(-blocks // 4) + b"\xff\xd9"


@cache
def _packed() -> bytes:
    """A hundred megabytes of nothing."""
    return zlib.compress(b"\0" * 100_000_000, 6)


def _text_bomb(kind: bytes) -> bytes:
    packed = _packed()
    start = {b"zTXt": b"Comment\0\0", b"iTXt": b"Comment\0\1\0\0\0", b"iCCP": b"profile\0\0"}[kind]
    return with_chunks(png(), (kind, start + packed))


def _more_than_it_says() -> bytes:
    found = chunks_of(saved(drawn(3), "PNG"))
    (body,) = (data for kind, data in found if kind == b"IDAT")
    longer = zlib.compress(zlib.decompress(body) + b"\0" * 100_000_000, 9)
    return png_of([found[0], (b"IDAT", longer), found[-1]])


def _many_texts() -> bytes:
    packed = b"Comment\0\0" + zlib.compress(b"\0" * 900_000, 9)
    return with_chunks(png(), *[(b"zTXt", packed)] * 200)


def _strip_bomb() -> bytes:
    # the strip unpacks to a hundred megabytes, the picture to 1,200 bytes
    body = _packed()
    entries = {256: (4, 1, 40), 257: (4, 1, 30), 258: (3, 1, 8), 259: (3, 1, 8), 262: (3, 1, 1)}
    entries |= {273: (4, 1, 8), 277: (3, 1, 1), 278: (4, 1, 30), 279: (4, 1, len(body))}
    return tiff_of(entries, body)


def _claiming_webp(width: int, height: int) -> bytes:
    still = webp()[12:]
    canvas = struct.pack("<I", 0) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    (length,) = struct.unpack_from("<I", still, 4)
    return riff((b"VP8X", canvas), (b"VP8 ", still[8 : 8 + length]))


def _scans(count: int) -> bytes:
    whole = saved(drawn(2), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * count + whole[-2:]


BOMBS: list[Sample] = [
    refused("PNG of 169 megapixels", "too_many_pixels", lambda: grey_png(13_000), lambda: grey_png(800)),
    refused("PNG of 900 megapixels", "too_many_pixels", lambda: grey_png(30_000), lambda: grey_png(900)),
    refused("JPEG of 340 megapixels", "too_many_pixels", lambda: grey_jpeg(18_440), lambda: grey_jpeg(800)),
    refused("TIFF of 900 megapixels", "too_many_pixels", lambda: plain_tiff(30_000, 30_000), plain_tiff),
    refused("TIFF of 16 million megapixels", "too_many_pixels", lambda: plain_tiff(2**32 - 1, 2**32 - 1), plain_tiff),
    refused("WebP of 268 megapixels", "too_many_pixels", lambda: _claiming_webp(16_383, 16_383), webp),
    refused("PNG of 4 million megapixels", "too_many_pixels", lambda: _claiming_png(2**31 - 1, 2**31 - 1), png),
    refused("one row above 40 megapixels", "too_many_pixels", lambda: grey_png(8_000, 5_001), lambda: grey_png(80, 50)),
    refused("JPEG that claims 4,290 megapixels", "too_many_pixels", lambda: claiming(jpeg(), 65_500, 65_500), jpeg),
    refused("zTXt of 100 MB", "truncated", lambda: _text_bomb(b"zTXt"), png),
    refused("iTXt of 100 MB", "truncated", lambda: _text_bomb(b"iTXt"), png),
    refused("iCCP of 100 MB", "truncated", lambda: _text_bomb(b"iCCP"), png),
    refused("180 MB in small texts", "truncated", _many_texts, png),
    accepted("PNG with 100 MB behind its pixels", _more_than_it_says, png, SIZE),
    accepted("TIFF whose strip unpacks to 100 MB", _strip_bomb, plain_tiff, (40, 30)),
    accepted("JPEG of 300 scans", lambda: _scans(300), jpeg, SIZE),
    accepted(
        "JPEG with a thousand empty segments",
        lambda: with_segments(jpeg(), *[segment(0xEB, b"")] * 1000),
        jpeg,
        SIZE,
    ),
]


def _claiming_png(width: int, height: int) -> bytes:
    return png_of([header(width, height), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")])
