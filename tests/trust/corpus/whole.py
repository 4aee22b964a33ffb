"""Pictures as cameras, scanners and programs write them: good ones in every shape that the formats know."""

import struct

import numpy as np
from PIL import Image, ImageCms

from tests.trust.corpus.sample import Sample, accepted
from tests.trust.corpus.writers import (
    SIZE,
    chunks_of,
    deep_png,
    drawn,
    interlaced_png,
    png_of,
    saved,
    segment,
    with_segments,
)


def jpeg(seed: int = 1) -> bytes:
    return saved(drawn(seed), "JPEG", quality=90)


def progressive_jpeg(seed: int = 2) -> bytes:
    return saved(drawn(seed), "JPEG", quality=90, progressive=True)


def png(seed: int = 3) -> bytes:
    return saved(drawn(seed), "PNG")


def interlaced(seed: int = 4) -> bytes:
    return interlaced_png(drawn(seed))


def webp(seed: int = 5) -> bytes:
    return saved(drawn(seed), "WEBP", quality=85)


def lossless_webp(seed: int = 6) -> bytes:
    return saved(drawn(seed), "WEBP", lossless=True)


def tiff(seed: int = 7) -> bytes:
    return saved(drawn(seed), "TIFF")


def lzw_tiff(seed: int = 8) -> bytes:
    return saved(drawn(seed), "TIFF", compression="tiff_lzw")


def deflated_tiff(seed: int = 9) -> bytes:
    return saved(drawn(seed), "TIFF", compression="tiff_adobe_deflate")


WHOLE = {
    "JPEG": jpeg,
    "progressive JPEG": progressive_jpeg,
    "PNG": png,
    "interlaced PNG": interlaced,
    "WebP": webp,
    "lossless WebP": lossless_webp,
    "TIFF": tiff,
    "LZW TIFF": lzw_tiff,
    "deflated TIFF": deflated_tiff,
}


def _deep_grey() -> Image.Image:
    return Image.fromarray(np.asarray(drawn(11).convert("L")).astype(np.uint16) * 257)


def _see_through() -> Image.Image:
    picture = drawn(12).convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(SIZE))
    return picture


def _many_idat() -> bytes:
    found = chunks_of(png())
    (body,) = (data for kind, data in found if kind == b"IDAT")
    pieces = [(b"IDAT", body[at : at + 7]) for at in range(0, len(body), 7)]
    return png_of([found[0], *pieces, found[-1]])


def _adobe_cmyk() -> bytes:
    inverted = drawn(13).convert("CMYK").point(lambda value: 255 - value)
    return saved(inverted, "JPEG", quality=90)


def _bigtiff() -> bytes:
    return saved(drawn(14), "TIFF", big_tiff=True)


def _big_endian() -> bytes:
    grey = np.asarray(drawn(15).convert("L"))
    height, width = grey.shape
    tags = {256: (4, width), 257: (4, height), 258: (3, 8), 259: (3, 1), 262: (3, 1), 273: (4, 8), 277: (3, 1)}
    tags |= {278: (4, height), 279: (4, grey.size)}
    written = b"".join(
        struct.pack(">HHI", tag, kind, 1) + (struct.pack(">HH", value, 0) if kind == 3 else struct.pack(">I", value))
        for tag, (kind, value) in tags.items()
    )
    start = b"MM\0*" + struct.pack(">I", 8 + grey.size)
    return start + grey.tobytes() + struct.pack(">H", len(tags)) + written + struct.pack(">I", 0)


def _scaled(width: int, height: int, kind: str = "JPEG", **options) -> bytes:
    return saved(Image.linear_gradient("L").resize((width, height)).convert("RGB"), kind, **options)


def _late_profile() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    return saved(drawn(16), "JPEG", icc_profile=profile)


def _commented() -> bytes:
    return with_segments(jpeg(), *(segment(0xFE, b"x" * 65_000) for _ in range(40)))


SHAPES: list[Sample] = [
    accepted("CMYK JPEG", lambda: saved(drawn(13).convert("CMYK"), "JPEG"), jpeg, SIZE),
    accepted("CMYK JPEG, inverted", _adobe_cmyk, jpeg, SIZE),
    accepted("CMYK TIFF", lambda: saved(drawn(13).convert("CMYK"), "TIFF"), tiff, SIZE),
    accepted("grey JPEG", lambda: saved(drawn().convert("L"), "JPEG"), jpeg, SIZE),
    accepted("JPEG of 4:4:4", lambda: saved(drawn(), "JPEG", subsampling=0), jpeg, SIZE),
    accepted("JPEG with restarts", lambda: saved(drawn(), "JPEG", restart_marker_rows=1), jpeg, SIZE),
    accepted("JPEG of quality 1", lambda: saved(drawn(), "JPEG", quality=1), jpeg, SIZE),
    accepted("JPEG with 2.6 MB of comments", _commented, jpeg, SIZE),
    accepted("JPEG with a Lab profile", _late_profile, jpeg, SIZE),
    accepted("PNG of 16 bits, grey", lambda: saved(_deep_grey(), "PNG"), png, SIZE),
    accepted("PNG of 16 bits, colour", lambda: deep_png(drawn(10)), png, SIZE),
    accepted("PNG with a palette", lambda: saved(drawn(10).quantize(200), "PNG"), png, SIZE),
    accepted("PNG with a palette of 2", lambda: saved(drawn(10).quantize(2), "PNG", bits=1), png, SIZE),
    accepted("PNG of black and white", lambda: saved(drawn(10).convert("1"), "PNG"), png, SIZE),
    accepted("PNG, grey and see-through", lambda: saved(drawn(10).convert("LA"), "PNG"), png, SIZE),
    accepted("PNG, see-through", lambda: saved(_see_through(), "PNG"), png, SIZE),
    accepted("PNG, interlaced", interlaced, png, SIZE),
    accepted("PNG in two thousand pieces", _many_idat, png, SIZE),
    accepted("WebP, see-through", lambda: saved(_see_through(), "WEBP"), webp, SIZE),
    accepted("WebP, lossless", lossless_webp, webp, SIZE),
    accepted("TIFF of 16 bits", lambda: saved(_deep_grey(), "TIFF"), tiff, SIZE),
    accepted("TIFF of floats", lambda: saved(drawn(10).convert("F"), "TIFF"), tiff, SIZE),
    accepted("TIFF with JPEG inside", lambda: saved(drawn(10), "TIFF", compression="jpeg"), tiff, SIZE),
    accepted("TIFF, packed bits", lambda: saved(drawn(10), "TIFF", compression="packbits"), tiff, SIZE),
    accepted("TIFF of a fax", lambda: saved(drawn(10).convert("1"), "TIFF", compression="group4"), tiff, SIZE),
    accepted("TIFF with a palette", lambda: saved(drawn(10).quantize(64), "TIFF"), tiff, SIZE),
    accepted("TIFF, big end first", _big_endian, tiff, SIZE),
    accepted("TIFF for large files", _bigtiff, tiff, SIZE),
    accepted("one pixel, JPEG", lambda: _scaled(1, 1), jpeg, (1, 1)),
    accepted("one pixel, PNG", lambda: _scaled(1, 1, "PNG"), png, (1, 1)),
    accepted("one pixel, WebP", lambda: _scaled(1, 1, "WEBP"), webp, (1, 1)),
    accepted("one pixel, TIFF", lambda: _scaled(1, 1, "TIFF"), tiff, (1, 1)),
    accepted("1 x 20,000", lambda: _scaled(1, 20_000, "PNG"), png, (1, 20_000)),
    accepted("20,000 x 1", lambda: _scaled(20_000, 1, "PNG"), png, (20_000, 1)),
    accepted("JPEG of 1 x 65,500", lambda: _scaled(1, 65_500), jpeg, (1, 65_500)),
]
