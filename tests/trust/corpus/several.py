"""Files of several pictures, and files that are two things at once."""

import io
import zipfile

from tests.trust.corpus.disguises import HTML, PDF, PHP
from tests.trust.corpus.sample import Sample, accepted, refused
from tests.trust.corpus.whole import jpeg, lossless_webp, png, tiff, webp
from tests.trust.corpus.writers import SIZE, drawn, saved, segment, with_chunks, with_segments

# what a polyglot carries beside its picture; nothing that we serve may hold it
PAYLOAD = b"payload-of-a-polyglot"


def _frames(kind: str, count: int, **options) -> bytes:
    return saved(drawn(), kind, save_all=True, append_images=[drawn(n) for n in range(2, count + 1)], **options)


def _many_pages() -> bytes:
    page = drawn().resize((4, 4))
    return saved(page, "TIFF", save_all=True, append_images=[page] * 500)


def _endless_pages() -> bytes:
    # the directory of the second page is the first one again
    data = bytearray(tiff())
    start = int.from_bytes(data[4:8], "little")
    entries = int.from_bytes(data[start : start + 2], "little")
    data[start + 2 + 12 * entries : start + 6 + 12 * entries] = start.to_bytes(4, "little")
    return bytes(data)


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("evil.html"), HTML + PAYLOAD)
    return out.getvalue()


def _commented(*words: bytes) -> bytes:
    return with_segments(jpeg(), *(segment(0xFE, one + PAYLOAD) for one in words))


SEVERAL: list[Sample] = [
    refused("TIFF of two pages", "several_pictures", lambda: _frames("TIFF", 2), tiff),
    refused("TIFF of 501 pages", "several_pictures", _many_pages, tiff),
    accepted("TIFF whose second page is the first again", _endless_pages, tiff, SIZE),
    refused("animated PNG", "several_pictures", lambda: _frames("PNG", 3), png),
    refused("animated WebP", "several_pictures", lambda: _frames("WEBP", 3), webp),
    refused("animated WebP, lossless", "several_pictures", lambda: _frames("WEBP", 3, lossless=True), lossless_webp),
    accepted("JPEG of a stereo camera", lambda: _frames("MPO", 2), jpeg, SIZE),
]
POLYGLOTS: list[Sample] = [
    accepted("JPEG and ZIP", lambda: jpeg() + _zip(), jpeg, SIZE),
    accepted("JPEG and HTML", lambda: _commented(HTML), jpeg, SIZE),
    accepted("JPEG and PHP", lambda: _commented(PHP), jpeg, SIZE),
    accepted("JPEG and PDF", lambda: _commented(PDF) + PDF, jpeg, SIZE),
    accepted("JPEG and JavaScript", lambda: _commented(b"*/=1;alert(1);/*"), jpeg, SIZE),
    accepted("JPEG and a shell script", lambda: jpeg() + b"\n#!/bin/sh\nrm -rf /\n" + PAYLOAD, jpeg, SIZE),
    accepted("PNG and ZIP", lambda: png() + _zip(), png, SIZE),
    accepted("PNG and HTML", lambda: with_chunks(png(), (b"tEXt", b"Comment\0" + HTML + PAYLOAD)), png, SIZE),
    accepted("PNG and PHP", lambda: with_chunks(png(), (b"phPp", PHP + PAYLOAD)), png, SIZE),
    accepted("WebP and ZIP", lambda: webp() + _zip(), webp, SIZE),
    accepted("TIFF and ZIP", lambda: tiff() + _zip(), tiff, SIZE),
    refused("PDF and JPEG", "format_not_supported", lambda: PDF + jpeg(), jpeg, "PDF"),
    refused("ZIP and JPEG", "format_not_supported", lambda: _zip() + jpeg(), jpeg, "ZIP"),
    refused("GIF and JPEG", "format_not_supported", lambda: b"GIF89a/*" + jpeg(), jpeg, "GIF"),
    refused("HTML and PNG", "not_a_picture", lambda: HTML + png(), png),
]
