"""How much a ZIP's list of contents holds, before anybody reads it: Python's reader takes all of it into memory."""

import re
import struct
from collections.abc import Iterator
from typing import IO

from cases.imports.refused import ImportRefused

MOST_FILES = 200_000
LONGEST_ENTRY = 200  # bytes on average: 46, a path, what programs add
# the end of the list, the longest comment behind it, and what stands before it in large files
END_BYTES, COMMENT_BYTES, LOCATOR_BYTES, LARGE_END_BYTES = 22, 65_535, 20, 56
END, LOCATOR, LARGE_END = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"


def refuse_long_directory(file: IO[bytes]) -> None:
    """Nothing where the list is of a bearable length, or where there is none: then nobody can open the ZIP anyway.

    Source: APPNOTE.TXT 6.3.10 of PKWARE, 4.3.14 to 4.3.16.

    Raises:
        ImportRefused: code "zip_too_many_files".
    """
    for files, size in _claims(file):
        if files > MOST_FILES or size > MOST_FILES * LONGEST_ENTRY:
            raise ImportRefused("zip_too_many_files", f"The ZIP holds more than {MOST_FILES} files. Split it.")


def _claims(file: IO[bytes]) -> Iterator[tuple[int, int]]:
    """How many files and how many bytes any end of a list in this file names, whichever of them a reader takes."""
    length = file.seek(0, 2)
    start = max(length - END_BYTES - COMMENT_BYTES - LOCATOR_BYTES - LARGE_END_BYTES, 0)
    file.seek(start)
    tail = file.read()
    for found in re.finditer(re.escape(END), tail):
        if len(tail) - found.start() >= END_BYTES:
            yield struct.unpack_from("<HI", tail, found.start() + 10)
        locator = tail[max(found.start() - LOCATOR_BYTES, 0) : found.start()]
        if locator.startswith(LOCATOR):
            for place in (struct.unpack_from("<Q", locator, 8)[0], start + found.start() - 76):
                if 0 <= place <= length - LARGE_END_BYTES:
                    file.seek(place)
                    large = file.read(LARGE_END_BYTES)
                    if large.startswith(LARGE_END):
                        yield struct.unpack_from("<QQ", large, 32)
