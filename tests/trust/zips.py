"""ZIPs that no honest program writes."""

import io
import stat
import struct
import zipfile
import zlib

from tests.factories import small_jpeg


def zipped(files: dict[str, bytes], *, packed: bool = False) -> bytes:
    """An honest one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED)
    return out.getvalue()


def with_link(name: str, target: str) -> bytes:
    """A picture, and a link to somewhere on the machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo(name)
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, target)
        archive.writestr("a.jpg", small_jpeg())
    return out.getvalue()


def overlapping(count: int, size: int = 4_000_000) -> bytes:
    """Many files that all unpack from the same bytes (David Fifield, "A better zip bomb", 2019)."""
    content = b"\0" * size
    squeeze = zlib.compressobj(9, wbits=-15)
    packed = squeeze.compress(content) + squeeze.flush()
    sizes = struct.pack("<III", zlib.crc32(content), len(packed), size)
    start = struct.pack("<4sHHHHH", b"PK\x03\x04", 20, 0, 8, 0, 33)
    local = start + sizes + struct.pack("<HH", 7, 0) + b"000.jpg" + packed
    entries = b"".join(
        struct.pack("<4sHHHHHH", b"PK\x01\x02", 20, 20, 0, 8, 0, 33)
        + sizes
        + struct.pack("<HHHHHII", 7, 0, 0, 0, 0, 0, 0)
        + b"000.jpg"
        for _ in range(count)
    )
    return local + entries + ending(count, len(entries), len(local))


def ending(count: int, size: int, offset: int) -> bytes:
    """The last bytes of a ZIP: how many files, how long the list of them is, where it begins."""
    return struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size, offset, 0)


def large_ending(count: int, size: int, offset: int) -> bytes:
    """The same for large files."""
    large = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, offset + size, 1)
    return large + locator + ending(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


def endless_list(size: int) -> bytes:
    """Nothing but a list of files without names, `size` bytes long, that says it lists one."""
    entry = struct.pack("<4s", b"PK\x01\x02") + b"\0" * 42
    entries = entry * (size // len(entry))
    return entries + ending(1, len(entries), 0)


def lying(name: str, content: bytes, says: int) -> bytes:
    """A file that says it is of another length than it is."""
    data = bytearray(zipped({name: content}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(signature) + offset, says)
    return bytes(data)
