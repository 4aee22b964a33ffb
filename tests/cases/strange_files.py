"""Files that people and attackers upload, made when asked for."""

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image, ImageCms, PngImagePlugin

from tests.factories import small_jpeg

MARKER = b"MARIA-LINDQVIST-19610504"


def truncated_jpeg() -> bytes:
    """The first half of a real picture."""
    whole = noisy_jpeg((600, 450))
    return whole[: len(whole) // 2]


def noisy_jpeg(size: tuple[int, int]) -> bytes:
    """A JPEG with something in every corner."""
    return save(Image.effect_noise(size, 80).convert("RGB"), "JPEG")


def huge_png() -> bytes:
    """169 megapixels of grey in a few hundred kB: 13,000 rows that are all the same."""
    side = 13_000
    squeeze = zlib.compressobj(4)
    row = b"\0" + b"\x80" * side
    pixels = b"".join(squeeze.compress(row) for _ in range(side)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def save(picture: Image.Image, picture_format: str, **options) -> bytes:
    """The picture as a file's bytes."""
    out = io.BytesIO()
    picture.save(out, picture_format, **options)
    return out.getvalue()


def heic() -> bytes:
    """The beginning of what an iPhone makes."""
    return struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + b"\0" * 200


SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"

# code, and a word that the sentence must hold so that people know what happened
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "empty_file", "empty"),
    "text": (lambda: b"Dear doctor, this is not a picture.\n" * 20, "not_a_picture", "not a picture"),
    "one byte": (lambda: b"\xff", "not_a_picture", "not a picture"),
    "truncated JPEG": (truncated_jpeg, "truncated", "damaged"),
    "JPEG header only": (lambda: small_jpeg()[:20], "truncated", "damaged"),
    "truncated PNG": (lambda: save(Image.effect_noise((300, 200), 80), "PNG")[:9000], "truncated", "damaged"),
    "169 megapixels": (huge_png, "too_many_pixels", "megapixels"),
    "GIF": (lambda: save(Image.new("P", (60, 40)), "GIF"), "format_not_supported", "GIF"),
    "BMP": (lambda: save(Image.new("RGB", (60, 40)), "BMP"), "format_not_supported", "BMP"),
    "SVG": (lambda: SVG, "format_not_supported", "SVG"),
    "PDF": (lambda: PDF, "format_not_supported", "PDF"),
    "HEIC": (heic, "format_not_supported", "HEIC"),
    "two pages": (
        lambda: save(Image.new("L", (60, 40)), "TIFF", save_all=True, append_images=[Image.new("L", (60, 40))]),
        "several_pictures",
        "several",
    ),
}


def marked_files() -> dict[str, bytes]:
    """A picture in every format with `MARKER` wherever that format has room for words."""
    text = MARKER.decode()
    picture = Image.effect_noise((400, 300), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = text  # ImageDescription
    exif[0x013B] = text  # Artist
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + MARKER  # UserComment
    exif.get_ifd(0x8825)[0x001D] = text  # GPSDateStamp
    exif.get_ifd(0x8825)[0x0002] = (48.0, 8.0, 14.0)  # GPSLatitude
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>' + MARKER + b"</dc:creator></x:xmpmeta>"
    profile = named_profile()
    words = PngImagePlugin.PngInfo()
    words.add_text("Patient", text)
    words.add_text("Comment", text * 20, zip=True)
    words.add_itxt("Description", text, lang="en")
    words.add_itxt("XML:com.adobe.xmp", xmp.decode())
    words.add(b"prVt", MARKER)
    jpeg = save(picture, "JPEG", exif=exif, xmp=xmp, comment=MARKER, icc_profile=profile, quality=90)
    return {
        "JPEG": jpeg + MARKER,  # behind the end, where some cameras put a thumbnail
        "PNG": save(picture, "PNG", exif=exif, icc_profile=profile, pnginfo=words),
        "WebP": save(picture, "WEBP", exif=exif, xmp=xmp, icc_profile=profile),
        "TIFF": save(picture, "TIFF", description=text, artist=text, icc_profile=profile),
    }


def named_profile() -> bytes:
    """A colour profile that carries the marker in its copyright."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    return bytes(profile) + MARKER
