"""A program that asks for a part of a file gets that part."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

_ONE_RANGE = re.compile(r"bytes=(?=\d|-\d)(\d{0,18})-(\d{0,18})")
BLOCK_BYTES = 1 << 16


class PartOfFileMiddleware:
    """`Range` of one part, for whatever the site sends as a file; anything else gets the whole, as the standard allows.

    Source: RFC 9110, section 14.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, cut where a part was asked for."""
        response = self.get_response(request)
        if not isinstance(response, FileResponse) or response.status_code != 200:
            return response
        length = response.headers.get("Content-Length")
        file = response.file_to_stream
        if length is None or file is None or not file.seekable():
            return response
        response["Accept-Ranges"] = "bytes"
        # nothing here has a tag or a time to compare with: If-Range then means the whole
        asked = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
        if request.method != "GET" or not asked or "If-Range" in request.headers:
            return response
        return _cut(response, file, _part(asked, int(length)), int(length))


def _part(asked: re.Match, length: int) -> tuple[int, int] | None:
    """First byte and the one behind the last; None where there is nothing."""
    first, last = asked.groups()
    if not first:  # the last so many
        start, end = max(length - int(last or 0), 0), length
    else:
        start, end = int(first), min(int(last) + 1 if last else length, length)
    return (start, end) if start < end else None


def _cut(response: FileResponse, file: BinaryIO, part: tuple[int, int] | None, length: int) -> HttpResponseBase:
    if part is None:
        file.close()  # not the answer that is thrown away: its end would be taken for the end of the request
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{length}"})
    start, end = part
    file.seek(start)
    response.streaming_content = _blocks(file, end - start)  # the file is still closed with the response
    response.status_code = 206
    response["Content-Range"] = f"bytes {start}-{end - 1}/{length}"
    response["Content-Length"] = str(end - start)
    return response


def _blocks(file: BinaryIO, left: int) -> Iterator[bytes]:
    while left and (block := file.read(min(left, BLOCK_BYTES))):
        left -= len(block)
        yield block
