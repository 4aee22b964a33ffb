"""Everything that a signed-in person can be shown: every address that the pages and the API name, fetched once."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import get_resolver

ADDRESS = re.compile(rb"""(?:href|src|srcset|hx-get|poster|data-[a-z-]+)=["']([^"'\s]+)["']""")
NEVER = re.compile(r"^/(accounts/sign|accounts/change|static/|admin/logout|admin/jsi18n|metrics|readyz|api/docs)")
PARTS = 6  # of each kind of address: a hundred pages of one filter tell no more
PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)


def everything_served(client: Client, *starts: str, follow: bool = True) -> dict[str, bytes]:
    """Address -> body and headers, unpacked, of all that answers 200; `follow`: and of all that these name."""
    waiting, seen, found = list(starts), set(starts), {}
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address, follow=True)
        body = body_of(answer)
        if answer.status_code != 200:
            continue
        found[address] = unpacked(answer, body)
        for new in _named(address, body, answer["Content-Type"]):
            if follow and new not in seen and not NEVER.match(new) and _is_of_use(new, seen):
                seen.add(new)
                waiting.append(new)
    return found


def body_of(answer) -> bytes:
    """What was sent, whole."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return body


def unpacked(answer, body: bytes) -> bytes:
    """Headers, body, and what a program would find in it."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode()
    return b"\n".join([headers, *readings(body)])


def collections() -> list[str]:
    """The addresses of the API without a number in them."""
    found = []
    for group in get_resolver().url_patterns:
        if str(group.pattern) == "api/":
            found += [f"/api/{one.pattern}" for one in group.url_patterns if "<" not in str(one.pattern)]
    return found


def readings(body: bytes) -> Iterator[bytes]:
    """The body as it is, and what a program would find in it: streams of a PDF, files of a ZIP, texts of a PNG."""
    if not body.startswith(b"PK\x03\x04"):
        yield body
    if body.startswith(b"%PDF"):
        for packed in PDF_STREAM.findall(body):
            yield _unpacked(packed)
    elif body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            yield archive.comment
            for member in archive.infolist():
                yield member.filename.encode() + member.comment + member.extra
                # the originals, as they were received, are what this export is for (docs/exports.md)
                if not member.filename.startswith("pictures/"):
                    yield from readings(archive.read(member))
    elif body.startswith(b"\x89PNG"):
        for at in (place.start() for place in re.finditer(rb"zTXt|iCCP|iTXt", body)):
            # keyword, a zero, how it is packed; the packed words of an iTXt stand behind two more zeros
            yield _unpacked(body[body.find(b"\0", at) + 2 :])


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed)
    except zlib.error:
        return packed


def _named(address: str, body: bytes, content_type: str) -> list[str]:
    if content_type.startswith("text/html"):
        written = [one.decode().replace("&amp;", "&") for one in ADDRESS.findall(body)]
    elif content_type.startswith("application/json"):
        written = [value for value in _words(json.loads(body)) if value.startswith(("/", "http://testserver/"))]
    else:
        return []
    joined = [urlsplit(urljoin(f"http://testserver{address}", one)) for one in written]
    return [one.path + (f"?{one.query}" if one.query else "") for one in joined if one.netloc == "testserver"]


def _words(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _words(one)


def _is_of_use(address: str, seen: set[str]) -> bool:
    kind = re.sub(r"\d+", "N", urlsplit(address).path)
    return sum(re.sub(r"\d+", "N", urlsplit(one).path) == kind for one in seen) < PARTS
