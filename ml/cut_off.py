"""Whether the end of a picture's file is missing, found without room for its pixels. NumPy and Pillow are not asked."""

import re
import struct
import zlib

from ml.png_rows import holds_all_rows

END_OF_PICTURE, START_OF_SCAN = 0xD9, 0xDA
ALONE = (0x01, *range(0xD0, 0xD9))  # markers without a length
# inside a scan 0xFF stands for itself before 0x00, and marks nothing but a restart before 0xD0 to 0xD7
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def is_cut_off(data: bytes, picture_format: str) -> bool:
    """For JPEG and PNG; of the other formats the decoders themselves say so before they take memory.

    Args:
        data: the file.
        picture_format: as Pillow calls it.
    """
    if picture_format == "PNG":
        try:
            return not holds_all_rows(data)
        except (zlib.error, struct.error, KeyError):
            return True
    return picture_format in ("JPEG", "MPO") and not _has_end(data)


def _has_end(jpeg: bytes) -> bool:
    """Whether the marker of the end stands behind a scan: one inside a note, of a small picture, does not count.

    Source: ITU-T T.81, annex B.
    """
    place = 2
    while place + 4 <= len(jpeg):
        if jpeg[place] != 0xFF:
            return True  # the decoder knows better what to make of this
        marker = jpeg[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker in ALONE:
            place += 2
            continue
        place += 2 + struct.unpack_from(">H", jpeg, place + 2)[0]
        if marker == START_OF_SCAN:
            found = NEXT_MARKER.search(jpeg, place)
            if found is None:
                return False
            place = found.start()
            if jpeg[place + 1] == END_OF_PICTURE:
                return True
    return False
