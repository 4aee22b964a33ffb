"""What people upload by mistake, recognised by its first bytes, so that the refusal can name it. Never by its name."""

HEAD_BYTES = 1024

_BEGINNINGS = (
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"%PDF-", "PDF"),
    (b"8BPS", "Photoshop"),
    (b"PK\x03\x04", "ZIP or Office"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
)
# ISO base media files carry their kind, the "brand", at byte 8
_BRANDS = {
    b"heic": "HEIC",
    b"heix": "HEIC",
    b"heim": "HEIC",
    b"heis": "HEIC",
    b"hevc": "HEIC",
    b"hevx": "HEIC",
    b"mif1": "HEIC",
    b"msf1": "HEIC",
    b"avif": "AVIF",
    b"avis": "AVIF",
    b"isom": "video",
    b"iso2": "video",
    b"mp41": "video",
    b"mp42": "video",
    b"qt  ": "video",
    b"M4V ": "video",
}
# the sizes that a BMP's second header can have; two letters alone could begin any text
_BMP_HEADER_SIZES = {12, 40, 52, 56, 64, 108, 124}


def name_unsupported(head: bytes) -> str:
    """The everyday name of a kind of file that we recognise and do not open; empty for all else.

    Args:
        head: the file's first `HEAD_BYTES` bytes.
    """
    for beginning, name in _BEGINNINGS:
        if head.startswith(beginning):
            return name
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "")
    if head[128:132] == b"DICM":
        return "DICOM"
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES:
        return "BMP"
    markup = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return "SVG" if markup.startswith(b"<") and b"<svg" in markup and b"<html" not in markup else ""
