"""Five pictures with a marker of its own in every place that has room for words: what a stranger may have written."""

import struct
import zlib
from functools import cache

from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

from tests.trust.corpus.writers import chunk, drawn, riff, saved, segment, with_segments

PICTURE_SIZE = (400, 300)
MARKERS: dict[str, str] = {}


def marker(place: str) -> str:
    """The marker of a place; as a name and a birth date would look that nobody expects there."""
    return MARKERS.setdefault(place, f"Lindqvist-{len(MARKERS):02}-19610504")


def _mark(place: str) -> bytes:
    return marker(place).encode()


FILE_NAME = marker("the file's name")
EXIF_TAGS = {
    0x010D: "EXIF DocumentName",
    0x010E: "EXIF ImageDescription",
    0x010F: "EXIF Make",
    0x0110: "EXIF Model",
    0x0131: "EXIF Software",
    0x013B: "EXIF Artist",
    0x013C: "EXIF HostComputer",
    0x8298: "EXIF Copyright",
}
WIDE_TAGS = {0x9C9B: "EXIF XPTitle", 0x9C9D: "EXIF XPAuthor"}
CAMERA_TAGS = {
    0xA420: "EXIF ImageUniqueID",
    0xA430: "EXIF CameraOwnerName",
    0xA431: "EXIF BodySerialNumber",
    0xA434: "EXIF LensModel",
}
TIFF_TAGS = {
    269: "TIFF DocumentName",
    270: "TIFF ImageDescription",
    285: "TIFF PageName",
    315: "TIFF Artist",
    316: "TIFF HostComputer",
    65_000: "TIFF private tag",
}


def _exif(prefix: str = "") -> Image.Exif:
    exif = Image.Exif()
    for tag, place in EXIF_TAGS.items():
        exif[tag] = marker(prefix + place)
    for tag, place in WIDE_TAGS.items():
        exif[tag] = marker(prefix + place).encode("utf-16-le") + b"\0\0"
    camera = exif.get_ifd(0x8769)
    camera[0x9286] = b"ASCII\0\0\0" + _mark(prefix + "EXIF UserComment")
    camera[0x927C] = _mark(prefix + "EXIF MakerNote")
    for tag, place in CAMERA_TAGS.items():
        camera[tag] = marker(prefix + place)
    place = exif.get_ifd(0x8825)
    place[0x001C] = b"ASCII\0\0\0" + _mark(prefix + "GPS area")
    place[0x001D] = marker(prefix + "GPS date")
    return exif


def _profile(place: str) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + _mark(place)


def _xmp(place: str) -> bytes:
    return b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>' + _mark(place) + b"</dc:creator></x:xmpmeta>"


def _iptc(place: str) -> bytes:
    caption = b"\x1c\x02\x78" + struct.pack(">H", len(_mark(place))) + _mark(place)
    return b"8BIM\x04\x04\0\0" + struct.pack(">I", len(caption)) + caption + b"\0" * (len(caption) % 2)


def jpeg() -> bytes:
    """EXIF, GPS, XMP, ICC, IPTC, comments, applications' own segments, and bytes behind the end."""
    whole = saved(
        drawn(21, PICTURE_SIZE),
        "JPEG",
        quality=92,
        exif=_exif(),
        xmp=_xmp("JPEG XMP"),
        comment=_mark("JPEG comment"),
        icc_profile=_profile("JPEG ICC"),
    )
    extended = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 40 + _mark("JPEG extended XMP")
    more = (
        segment(0xE0, b"JFXX\0\x10" + _mark("JPEG JFXX")),
        segment(0xE1, extended),
        segment(0xE2, b"FPXR\0" + _mark("JPEG FlashPix")),
        segment(0xED, b"Photoshop 3.0\0" + _iptc("JPEG IPTC")),
        segment(0xEF, _mark("JPEG segment 15")),
    )
    return with_segments(whole, *more) + _mark("behind the JPEG")


def jpeg_with_small_picture() -> bytes:
    """EXIF with a second, small picture that has a comment of its own."""
    small = saved(drawn(22).resize((32, 24)), "JPEG", comment=_mark("comment of the small picture"))
    where = 8 + 2 + 12 + 4
    first = struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, 1, 0, where)
    tags = ((0x0103, 3, 1, 6), (0x0201, 4, 1, where + 2 + 36 + 4), (0x0202, 4, 1, len(small)))
    second = struct.pack("<H", 3) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + b"\0" * 4
    block = b"Exif\0\0II*\0\x08\0\0\0" + first + second + small
    return with_segments(saved(drawn(22, PICTURE_SIZE), "JPEG"), segment(0xE1, block))


def png() -> bytes:
    """Texts in three ways, XMP, EXIF, a profile and its name, a chunk of nobody's, and bytes behind the end."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Patient", marker("PNG tEXt"))
    words.add_text("Comment", marker("PNG zTXt"), zip=True)
    words.add_itxt("Description", marker("PNG iTXt"), lang="en")
    words.add_itxt("XML:com.adobe.xmp", _xmp("PNG XMP").decode())
    words.add(b"prVt", _mark("PNG private chunk"))
    whole = saved(drawn(23, PICTURE_SIZE), "PNG", exif=_exif("PNG "), icc_profile=_profile("PNG ICC"), pnginfo=words)
    end = whole.index(b"IEND") - 4
    return whole[:end] + chunk(b"loSt", _mark("PNG chunk behind the pixels")) + whole[end:] + _mark("behind the PNG")


def webp() -> bytes:
    """EXIF, XMP, a profile, a chunk of nobody's, and bytes behind the end."""
    whole = saved(
        drawn(24, PICTURE_SIZE), "WEBP", exif=_exif("WebP "), xmp=_xmp("WebP XMP"), icc_profile=_profile("WebP ICC")
    )
    found, place = [], 12
    while place < len(whole):
        (length,) = struct.unpack_from("<I", whole, place + 4)
        found.append((whole[place : place + 4], whole[place + 8 : place + 8 + length]))
        place += 8 + length + length % 2
    return riff(*found, (b"loSt", _mark("WebP unknown chunk"))) + _mark("behind the WebP")


def tiff() -> bytes:
    """Words in tags, XMP, IPTC, Photoshop's notes, a profile, and bytes behind the end."""
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, place in TIFF_TAGS.items():
        tags.tagtype[tag] = 2
        tags[tag] = marker(place)
    for tag, data in ((700, _xmp("TIFF XMP")), (33_723, _mark("TIFF IPTC")), (34_377, _iptc("TIFF Photoshop"))):
        tags.tagtype[tag] = 7
        tags[tag] = data
    whole = saved(drawn(25, PICTURE_SIZE), "TIFF", tiffinfo=tags, icc_profile=_profile("TIFF ICC"))
    return whole + _mark("behind the TIFF")


MAKERS = {"JPEG": jpeg, "small picture": jpeg_with_small_picture, "PNG": png, "WebP": webp, "TIFF": tiff}


@cache
def planted_files() -> dict[str, bytes]:
    """The files by name; afterwards `MARKERS` knows every place."""
    return {name: make() for name, make in MAKERS.items()}


def spellings(word: str) -> tuple[bytes, ...]:
    """How a marker may stand in a file."""
    return word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")


def places_in(data: bytes) -> set[str]:
    """The places whose markers stand in these bytes; also in what is packed inside a PNG's zTXt."""
    return {place for place, word in MARKERS.items() if any(one in data for one in spellings(word))}


def zipped_text(data: bytes) -> bytes:
    """What a PNG's zTXt holds, unpacked."""
    at = data.find(b"zTXt")
    return b"" if at < 0 else zlib.decompressobj().decompress(data[data.index(b"\0\0", at) + 2 :])
