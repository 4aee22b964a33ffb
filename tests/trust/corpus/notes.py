"""Pictures with notes of cameras and programs in them: honest ones, wrong ones, endless ones."""

import struct
from functools import partial

import numpy as np
from PIL import Image

from tests.trust.corpus.planted import PICTURE_SIZE, planted_files
from tests.trust.corpus.sample import Sample, accepted
from tests.trust.corpus.whole import WHOLE, jpeg, png, tiff, webp
from tests.trust.corpus.writers import SIZE, drawn, saved, segment, with_chunks, with_segments

# how a camera held that way stores the upright picture; TIFF 6.0, tag 274
STORED_AS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
# top left, top right, bottom left, bottom right of the upright picture
QUARTERS = ((200, 30, 30), (30, 200, 30), (30, 30, 200), (9, 9, 9))
TURNED_SIZE = (100, 60)
TURNED = "turned as"  # in the names of these samples: their pixels are compared
OF_KIND = {"JPEG": jpeg, "PNG": png, "WEBP": webp, "TIFF": tiff}
LOSSLESS = {"JPEG": {"quality": 95}, "PNG": {}, "WEBP": {"lossless": True}, "TIFF": {}}


def four_quarters() -> Image.Image:
    """An upright picture with a colour of its own in each quarter."""
    pixels = np.zeros((60, 100, 3), np.uint8)
    pixels[:30, :50], pixels[:30, 50:], pixels[30:, :50], pixels[30:, 50:] = QUARTERS
    return Image.fromarray(pixels)


def _turned(kind: str, orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    turn = STORED_AS[orientation]
    stored = four_quarters() if turn is None else four_quarters().transpose(turn)
    return saved(stored, kind, exif=exif, **LOSSLESS[kind])


def _exif(block: bytes) -> bytes:
    return with_segments(jpeg(), segment(0xE1, b"Exif\0\0" + block))


def _entries(*entries: tuple[int, int, int, int], following: int = 0) -> bytes:
    tags = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + tags + struct.pack("<I", following)


def _with(**tags) -> bytes:
    exif = Image.Exif()
    for name, value in tags.items():
        exif[int(name[1:], 16)] = value
    return saved(drawn(), "JPEG", exif=exif)


def _located() -> bytes:
    exif = Image.Exif()
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (48.0, 8.0, 14.0), "E", (11.0, 34.0, 31.0)
    return saved(drawn(), "JPEG", exif=exif)


def _small_picture() -> bytes:
    small = saved(drawn().resize((16, 12)), "JPEG")
    where = 8 + 2 + 12 + 4
    first = struct.pack("<HHHII", 1, 0x0112, 3, 1, 1) + struct.pack("<I", where)
    tags = ((0x0103, 3, 1, 6), (0x0201, 4, 1, where + 2 + 36 + 4), (0x0202, 4, 1, len(small)))
    second = struct.pack("<H", 3) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + b"\0" * 4
    return _exif(b"II*\0\x08\0\0\0" + first + second + small)


def _long_xmp() -> bytes:
    piece = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + b"\xff\xff\xff\xff\0\0\0\0" + b"x" * 60_000
    return with_segments(jpeg(), *[segment(0xE1, piece)] * 20)


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "&%c;&%c;&%c;&%c;">' % (n, *[n - 1] * 4) for n in b"bcdefghijklmnopqrst")
    + b']><x:xmpmeta xmlns:x="adobe:ns:meta/">&t;</x:xmpmeta>'
)
ODD_EXIF: dict[str, object] = {
    "a place": _located,
    "orientation 0": lambda: _with(x0112=0),
    "orientation 9": lambda: _with(x0112=9),
    "orientation 65535": lambda: _with(x0112=65_535),
    "orientation in words": lambda: _exif(_entries((0x0112, 2, 4, 0x65657266))),
    "orientation nowhere": lambda: _exif(_entries((0x0112, 3, 9, 2**31))),
    "EXIF cut off": lambda: _exif(_entries((0x0112, 3, 1, 1))[:13]),
    "EXIF of noise": lambda: _exif(bytes(range(256)) * 20),
    "EXIF without an end": lambda: _exif(_entries((0x8769, 4, 1, 8), following=8)),
    "EXIF of 65,535 tags": lambda: _exif(b"II*\0\x08\0\0\0\xff\xff" + b"\x12\x01\x03\0\x01\0\0\0\x01\0\0\0" * 5000),
    "EXIF of a tag of 4 GB": lambda: _exif(_entries((0x010E, 2, 2**32 - 1, 8))),
    "division by zero": lambda: _exif(_entries((0x011A, 5, 1, 26)) + b"\x01\0\0\0\0\0\0\0"),
    "a small picture inside": _small_picture,
    "XMP": lambda: saved(drawn(), "JPEG", xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"),
    "XMP in twenty parts": _long_xmp,
    "XMP that would grow without end": lambda: saved(drawn(), "JPEG", xmp=BILLION_LAUGHS),
    "a profile that is none": lambda: saved(drawn(), "JPEG", icc_profile=b"\xff" * 200),
    "a profile whose second half is lost": lambda: with_segments(jpeg(), segment(0xE2, b"ICC_PROFILE\0\x01\x09abc")),
    "Photoshop's notes": lambda: with_segments(
        jpeg(), segment(0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0\xff\xff\xff\xff")
    ),
    "JFIF with a small picture": lambda: with_segments(jpeg(), segment(0xE0, b"JFXX\0\x10" + jpeg()[:600])),
    "a density of zero": lambda: jpeg()[:14] + b"\0\0\0\0" + jpeg()[18:],
}
ODD_OTHERS: dict[str, tuple[object, object]] = {
    "PNG with EXIF of noise": (lambda: with_chunks(png(), (b"eXIf", bytes(range(200)))), png),
    "PNG with everything": (lambda: planted_files()["PNG"], png),
    "PNG with a text of no letters": (lambda: with_chunks(png(), (b"tEXt", b"\0\0\0")), png),
    "PNG with XMP that would grow": (
        lambda: with_chunks(png(), (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + BILLION_LAUGHS)),
        png,
    ),
    "WebP with everything": (lambda: planted_files()["WebP"], webp),
    "TIFF with everything": (lambda: planted_files()["TIFF"], tiff),
    "JPEG with everything": (lambda: planted_files()["JPEG"], jpeg),
}

NOTES: list[Sample] = [
    *(
        accepted(
            f"{kind}, {TURNED} {orientation}",
            partial(_turned, kind, orientation),
            OF_KIND[kind],
            TURNED_SIZE,
        )
        for kind in LOSSLESS
        for orientation in STORED_AS
    ),
    *(accepted(f"JPEG with {name}", make, jpeg, SIZE) for name, make in ODD_EXIF.items()),
    *(
        accepted(name, make, twin, PICTURE_SIZE if "everything" in name else SIZE)
        for name, (make, twin) in ODD_OTHERS.items()
    ),
    *(
        accepted(f"{kind}, followed by 4 kB of nothing", lambda make=make: make() + b"\0" * 4096, make, SIZE)
        for kind, make in WHOLE.items()
    ),
]
