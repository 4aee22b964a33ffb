"""How pictures are put together, byte by byte where no library writes such a thing."""

import io
import struct
import zlib
from functools import cache

import numpy as np
from PIL import Image

from ml.draw import draw_lesion

SIZE = (160, 120)
PNG_START = b"\x89PNG\r\n\x1a\n"
# first column, first row, step across, step down of the seven passes; PNG specification, 8.2
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def drawn(seed: int = 1, size: tuple[int, int] = SIZE) -> Image.Image:
    """A drawn lesion. A new picture at each call, because Pillow's remember how they were saved last."""
    return Image.fromarray(_pixels(seed, size))


@cache
def _pixels(seed: int, size: tuple[int, int]) -> np.ndarray:
    return draw_lesion(seed, size)[0]


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def chunk(kind: bytes, body: bytes, crc: int | None = None) -> bytes:
    """A chunk of a PNG; `crc` another checksum than the right one."""
    return (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body) if crc is None else crc)
    )


def chunks_of(png: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a PNG, in order."""
    found, place = [], len(PNG_START)
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        found.append((png[place + 4 : place + 8], png[place + 8 : place + 8 + length]))
        place += 12 + length
    return found


def png_of(chunks: list[tuple[bytes, bytes]]) -> bytes:
    """A PNG of these chunks with right checksums."""
    return PNG_START + b"".join(chunk(*one) for one in chunks)


def header(width: int, height: int, *, depth: int = 8, colour: int = 2, interlaced: int = 0) -> tuple[bytes, bytes]:
    """A PNG's first chunk."""
    return b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)


def with_chunks(png: bytes, *more: tuple[bytes, bytes], behind: bytes = b"IHDR") -> bytes:
    """The PNG with further chunks behind the first one of a kind."""
    found = chunks_of(png)
    place = [kind for kind, _ in found].index(behind) + 1
    return png_of([*found[:place], *more, *found[place:]])


def interlaced_png(picture: Image.Image) -> bytes:
    """An RGB picture as a PNG in seven passes, which Pillow reads and does not write."""
    pixels = np.asarray(picture)
    height, width = pixels.shape[:2]
    rows = []
    for left, top, across, down in ADAM7:
        part = pixels[top::down, left::across]
        rows += [b"\0" + row.tobytes() for row in part if part.size]
    body = zlib.compress(b"".join(rows))
    return png_of([header(width, height, interlaced=1), (b"IDAT", body), (b"IEND", b"")])


def deep_png(picture: Image.Image) -> bytes:
    """An RGB picture as a PNG of 16 bits a channel."""
    pixels = np.asarray(picture).astype(">u2") * 257
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    size = header(*picture.size, depth=16)
    return png_of([size, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")])


def segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    """The JPEG with further segments right behind its beginning."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def place_of(jpeg: bytes, marker: int) -> int:
    """Where a segment of a JPEG begins."""
    place = 2
    while jpeg[place + 1] != marker:
        place += 2 + struct.unpack_from(">H", jpeg, place + 2)[0]
    return place


def claiming(jpeg: bytes, width: int, height: int, frame: int = 0xC0) -> bytes:
    """The JPEG with another size in its header."""
    changed = bytearray(jpeg)
    struct.pack_into(">HH", changed, place_of(jpeg, frame) + 5, height, width)
    return bytes(changed)


def tiff_of(entries: dict[int, tuple[int, int, int]], body: bytes = b"", *, at: int = 8, following: int = 0) -> bytes:
    """A little-endian TIFF: tag -> (type, count, value or offset); `body` stands between the start and the tags."""
    start = b"II*\0" + struct.pack("<I", at + len(body)) + b"\0" * (at - 8)
    tags = b"".join(struct.pack("<HHII", tag, *entry) for tag, entry in sorted(entries.items()))
    return start + body + struct.pack("<H", len(entries)) + tags + struct.pack("<I", following)


def plain_tiff(width: int = 40, height: int = 30, *, seed: int = 0, **changes: tuple[int, int, int]) -> bytes:
    """A grey TIFF without compression, `seed` in its first pixels; `changes` replace or add tags by number ("t258")."""
    entries = {
        256: (4, 1, width),
        257: (4, 1, height),
        258: (3, 1, 8),
        259: (3, 1, 1),
        262: (3, 1, 1),
        273: (4, 1, 8),
        277: (3, 1, 1),
        278: (4, 1, height),
        279: (4, 1, min(width * height, 2**32 - 1)),
    } | {int(name[1:]): entry for name, entry in changes.items()}
    body = bytes(range(256)) * (40 * 30 // 256 + 1)
    return tiff_of(entries, struct.pack("<I", seed) + body[4 : 40 * 30])


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """A WebP file of these chunks."""
    body = b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
