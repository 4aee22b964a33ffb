"""Range, as RFC 9110 says."""

from io import BytesIO

import pytest
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from skinlesion.part_of_file import PartOfFileMiddleware

# closing an answer ends its request, and Django then looks after its connections
pytestmark = pytest.mark.django_db

CONTENT = bytes(range(256)) * 1000


def ask(method: str = "get", response=None, **headers):
    """What the middleware makes of an answer with the whole file."""
    whole = response or FileResponse(BytesIO(CONTENT))
    return PartOfFileMiddleware(lambda request: whole)(getattr(RequestFactory(), method)("/", headers=headers))


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-299", 100, 300),
        ("bytes=255000-", 255_000, 256_000),
        ("bytes=255000-999999", 255_000, 256_000),
        ("bytes=-10", 255_990, 256_000),
        ("bytes=-999999", 0, 256_000),
    ],
)
def test_a_part(asked, start, end):
    answer = ask(range=asked)
    assert answer.status_code == 206
    assert b"".join(answer.streaming_content) == CONTENT[start:end]
    assert answer["Content-Range"] == f"bytes {start}-{end - 1}/256000"
    assert answer["Content-Length"] == str(end - start)


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=5-4", "bytes=-0"])
def test_a_part_that_is_not_there(asked):
    answer = ask(range=asked)
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */256000")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"range": "bytes=0-1,5-6"},
        {"range": "lines=1-2"},
        {"range": "bytes=-"},
        {"range": f"bytes={'9' * 5000}-"},
        {"range": "bytes=0-1", "if-range": '"tag"'},
    ],
)
def test_everything_else_is_the_whole(headers):
    answer = ask(**headers)
    assert (answer.status_code, answer["Accept-Ranges"]) == (200, "bytes")
    assert b"".join(answer.streaming_content) == CONTENT


def test_pages_and_questions_for_the_head_are_left_alone():
    assert ask("head", range="bytes=0-1").status_code == 200
    assert ask(response=HttpResponse("page"), range="bytes=0-1").content == b"page"


def test_the_file_is_closed_with_the_answer():
    file = BytesIO(CONTENT)
    answer = ask(response=FileResponse(file), range="bytes=1-2")
    answer.close()
    assert file.closed
