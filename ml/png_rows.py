"""Whether a PNG holds as many pixels as it says: Pillow leaves rows black that are not there."""

import struct
import zlib
from collections.abc import Iterator

from PIL import Image

START_BYTES = 8
PIECE_BYTES = 1 << 16
# samples of a pixel by colour type; PNG specification, 11.2.2
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# first column, first row, step across, step down of the seven passes of an interlaced picture; ibid. 8.2
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
ALL_AT_ONCE = ((0, 0, 1, 1),)


def has_all_rows(picture: Image.Image, data: bytes) -> bool:
    """Whether the pixels of a PNG that was decoded without an error are all there.

    Args:
        picture: what became of it.
        data: the file.
    """
    if not picture.info.get("interlace") and picture.crop((0, picture.height - 1, *picture.size)).getbbox():
        # rows come one after another: when something stands in the last one, it was there, and so were all others
        return True
    return holds_all_rows(data)


def holds_all_rows(data: bytes) -> bool:
    """The same from the file alone, unpacked once and thrown away.

    Raises:
        zlib.error, struct.error, KeyError: it is no PNG that can be unpacked.
    """
    missing = _bytes_of_all_rows(data)
    for piece in _unpacked(data):
        missing -= piece
        if missing <= 0:
            return True
    return False


def _bytes_of_all_rows(data: bytes) -> int:
    width, height, depth, colour, _, _, interlaced = struct.unpack_from(">IIBBBBB", data, START_BYTES + 8)
    total = 0
    for left, top, across, down in PASSES if interlaced else ALL_AT_ONCE:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            # a byte for the filter before each row
            total += rows * (1 + -(-columns * depth * SAMPLES[colour] // 8))
    return total


def _unpacked(data: bytes) -> Iterator[int]:
    """How many bytes come out, a little at a time: nothing is kept, whatever the file says."""
    inflate, place = zlib.decompressobj(), START_BYTES
    while place + 8 <= len(data) and not inflate.eof:
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind == b"IDAT":
            packed = data[place + 8 : place + 8 + length]
            while packed and not inflate.eof:
                yield len(inflate.decompress(packed, PIECE_BYTES))
                packed = inflate.unconsumed_tail
        place += 12 + length
