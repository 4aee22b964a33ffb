"""Files that are no pictures of ours, whatever their names say."""

import base64
import gzip
import struct

from PIL import Image

from tests.trust.corpus.sample import Sample, refused
from tests.trust.corpus.whole import jpeg, png, tiff, webp
from tests.trust.corpus.writers import PNG_START, drawn, saved

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html>\n<html><body><script>alert(document.cookie)</script></body></html>\n"
PHP = b"<?php system($_GET['c']); ?>\n"
ELF = b"\x7fELF\x02\x01\x01\0" + b"\0" * 8 + struct.pack("<HHI", 2, 62, 1) + b"\0" * 200
DICOM = b"\0" * 128 + b"DICM\x02\0\0\0UL\x04\0\xc6\0\0\0" + b"\0" * 300
DOCX = b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0" + b"\0" * 16 + b"[Content_Types].xml" + b"\0" * 100


def _gif(frames: int = 1) -> bytes:
    more = [drawn(seed).quantize(16) for seed in range(2, frames + 1)]
    return saved(drawn().quantize(16), "GIF", save_all=frames > 1, append_images=more)


def _box(brand: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\0\0\0\0" + brand + b"mif1" + b"\0" * 200


NAMED: dict[str, tuple[object, str]] = {
    "SVG": (SVG, "SVG"),
    "PDF": (PDF, "PDF"),
    "HEIC": (lambda: _box(b"heic"), "HEIC"),
    "AVIF": (lambda: _box(b"avif"), "AVIF"),
    "video": (lambda: _box(b"isom"), "video"),
    "DICOM": (DICOM, "DICOM"),
    "ZIP": (b"PK\x03\x04" + b"\0" * 60, "ZIP"),
    "Word": (DOCX, "Office"),
    "Photoshop": (b"8BPS\0\1" + b"\0" * 60, "Photoshop"),
    "JPEG 2000": (b"\0\0\0\x0cjP  \r\n\x87\n" + b"\0" * 60, "JPEG 2000"),
    "JPEG XL": (b"\xff\x0a" + b"\0" * 60, "JPEG XL"),
    "GIF": (_gif, "GIF"),
    "animated GIF": (lambda: _gif(5), "GIF"),
    "BMP": (lambda: saved(drawn(), "BMP"), "BMP"),
    "icon": (lambda: saved(drawn(), "ICO"), "not supported"),
}
NAMELESS: dict[str, object] = {
    "HTML": HTML,
    "PHP": PHP,
    "ELF": ELF,
    "Windows program": b"MZ\x90\0" + b"\0" * 200,
    "shell script": b"#!/bin/sh\nrm -rf /\n",
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (r) file\n",
    "words": b"Dear doctor, this is not a picture.\n" * 20,
    "words in UTF-16": "Dear doctor".encode("utf-16"),
    "JSON": b'{"picture": "none"}',
    "zeros": b"\0" * 4096,
    "one byte": b"\xff",
    "noise": bytes((number * 7919 + number // 251) % 253 for number in range(5000)),
    "base64 of a JPEG": lambda: base64.b64encode(jpeg()),
    "gzip of a JPEG": lambda: gzip.compress(jpeg(), mtime=0),
    "PNG without its first byte": lambda: png()[1:],
    "a database": b"SQLite format 3\0" + b"\0" * 100,
    "PPM": lambda: saved(Image.new("RGB", (9, 9)), "PPM"),
    "TGA": lambda: saved(Image.new("RGB", (9, 9)), "TGA"),
    "PCX": lambda: saved(Image.new("RGB", (9, 9)), "PCX"),
    "sound": b"RIFX" + b"\0" * 60,
}
STUBS = {
    "only the beginning of a JPEG": (b"\xff\xd8\xff", jpeg),
    "only the beginning of a PNG": (PNG_START, png),
    "only the beginning of a WebP": (b"RIFF\x10\0\0\0WEBP", webp),
    "only the beginning of a TIFF": (b"II*\0", tiff),
    "a JPEG behind an empty line": (lambda: b"\r\n" + jpeg(), jpeg),
    "sound in RIFF": (b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 60, webp),
}


def _maker(content):
    return content if callable(content) else lambda: content


DISGUISES: list[Sample] = [
    refused("nothing at all", "empty_file", lambda: b"", jpeg),
    *(
        refused(f"{name} as .jpg", "format_not_supported", _maker(content), jpeg, words)
        for name, (content, words) in NAMED.items()
    ),
    *(refused(f"{name} as .jpg", "not_a_picture", _maker(content), jpeg) for name, content in NAMELESS.items()),
    *(refused(name, "truncated", _maker(content), twin) for name, (content, twin) in STUBS.items()),
]
