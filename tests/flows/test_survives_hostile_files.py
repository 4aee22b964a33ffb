"""Hostile files and requests against the real web server: an answer in words, no process that dies, no memory lost."""

import gzip
import json
import re
import socket
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.factories import small_jpeg
from tests.flows.live_site import LiveSite
from tests.flows.processes import wait_until
from tests.trust.corpus.every import EVERY, GROUPS

pytestmark = pytest.mark.slow
MOST_GROWTH = 64 * 1024 * 1024


class Family:
    """The web server's processes: gunicorn, its workers, and the processes that open pictures."""

    def __init__(self, site: LiveSite):
        (web,) = [one for one in site.processes if one.log.name == "web.log"]
        # the forks that open single pictures are measured by tests/trust/test_memory.py
        self.members = _with_descendants(web.pid, generations=2)

    def reset(self) -> dict[int, int]:
        """Forget earlier peaks; what each takes now, in bytes."""
        for pid in self.members:
            Path(f"/proc/{pid}/clear_refs").write_text("5")
        return {pid: _status(pid, "VmRSS") for pid in self.members}

    def growth(self, before: dict[int, int]) -> int:
        """By how much the one that has grown most has, at its peak."""
        return max(_status(pid, "VmHWM") - before[pid] for pid in self.members)

    def lives(self, site: LiveSite) -> bool:
        """Whether they are the same processes as before."""
        return Family(site).members == self.members


def _with_descendants(pid: int, generations: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if generations else []
    return [pid, *(one for child in children for one in _with_descendants(int(child), generations - 1))]


def _status(pid: int, what: str) -> int:
    return int(re.search(rf"^{what}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.M)[1]) * 1024


@pytest.fixture
def site(live_embedded):
    """With a fresh token, and its first picture already refused: that one loads what the others find loaded."""
    live_embedded.sign_in()
    for sample in (GROUPS["cut"][0], GROUPS["disguises"][0]):
        upload(live_embedded, sample.make())
    return live_embedded


def body_of(data: bytes, name: str = "mole.jpg") -> bytes:
    """A form with a file."""
    return encode_multipart(BOUNDARY, {"file": SimpleUploadedFile(name, data)})


def upload(site: LiveSite, data: bytes) -> tuple[int, dict]:
    """Status and JSON of an upload."""
    headers = {"Content-Type": MULTIPART_CONTENT, "Authorization": f"Bearer {site.token}"}
    request = urllib.request.Request(f"{site.url}/api/cases/{site.case_id}/images/", body_of(data), headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def first_line(site: LiveSite, head: str, body: bytes, *, close: bool = False) -> str:
    """What the server answers to these very bytes; nothing where it only ends the connection."""
    host, port = site.url.removeprefix("http://").split(":")
    start = (
        f"POST /api/cases/{site.case_id}/images/ HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {site.token}\r\n"
        f"Content-Type: {MULTIPART_CONTENT}\r\nConnection: close\r\n{head}\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=20) as connection, suppress(ConnectionError):
        connection.sendall(start.encode())
        with suppress(ConnectionError):
            connection.sendall(body)
        if close:
            connection.shutdown(socket.SHUT_WR)
        return connection.recv(4096).partition(b"\r\n")[0].decode()
    return ""


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.long)])
def test_a_refusal_is_a_sentence_and_costs_neither_a_process_nor_memory(site, every):
    refused = [sample for sample in EVERY if sample.verdict][::every]
    family, stored = Family(site), site.tables.images()
    growths, wrong = {}, {}
    for number, sample in enumerate(refused):
        if number % 50 == 49:
            site.sign_in()
        data = sample.make()
        before = family.reset()
        status, answer = upload(site, data)
        growths[sample.name] = family.growth(before)
        said = json.dumps(answer, ensure_ascii=False)
        if status != 400 or sample.verdict not in said or sample.words not in said:
            wrong[sample.name] = (status, said[:300])
    assert wrong == {}
    assert family.lives(site)
    assert site.tables.images() == stored
    largest = max(growths, key=growths.get)
    assert growths[largest] <= MOST_GROWTH, largest
    print(f"{len(refused)} refusals, at most {growths[largest] / 2**20:.1f} MiB: {largest}")  # noqa: T201


def test_a_file_that_is_too_large_costs_no_memory(site):
    family = Family(site)
    data = b"\xff\xd8\xff" + b"\0" * 60_000_000
    before = family.reset()
    status, answer = upload(site, data)
    assert (status, "too_large" in json.dumps(answer)) == (400, True)
    assert family.growth(before) <= MOST_GROWTH
    assert family.lives(site)


@pytest.mark.long
def test_the_whole_corpus_with_its_twins_is_answered_as_declared(site):
    family, wrong = Family(site), {}
    for number, sample in enumerate(EVERY):
        if number % 50 == 49:
            site.sign_in()
        expected = (400,) if sample.verdict else (200, 201)
        for name, make, statuses in ((sample.name, sample.make, expected), ("its twin", sample.twin, (200, 201))):
            status, answer = upload(site, make())
            if status not in statuses:
                wrong[f"{sample.name}: {name}"] = (status, answer)
    assert wrong == {}
    assert family.lives(site)


GOOD = body_of(small_jpeg())
HALF = GOOD[: len(GOOD) // 2]  # a form that is whole counts, whatever length was promised
GZIPPED = gzip.compress(GOOD, mtime=0)
LONG = len(GOOD) + 5000
REQUESTS = {
    "a body shorter than it says": (f"Content-Length: {LONG}\r\n", HALF, True),
    "a body longer than it says": ("Content-Length: 100\r\n", GOOD, False),
    "a length of nothing": ("Content-Length: 0\r\n", GOOD, False),
    "a length below zero": ("Content-Length: -1\r\n", GOOD, False),
    "a length in words": ("Content-Length: many\r\n", GOOD, False),
    "a length with a sign": (f"Content-Length: +{len(GOOD)}\r\n", GOOD, False),
    "two lengths": (f"Content-Length: {len(GOOD)}\r\nContent-Length: 5\r\n", GOOD, False),
    "a length of a million million": ("Content-Length: 1000000000000\r\n", HALF, True),
    "a length beyond all numbers": ("Content-Length: " + "9" * 5000 + "\r\n", HALF, True),
    "a length and chunks": (f"Content-Length: {len(GOOD)}\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n", False),
    "chunks of no length": ("Transfer-Encoding: chunked\r\n", b"zz\r\n\r\n", False),
    "chunks that never end": ("Transfer-Encoding: chunked\r\n", b"ffffffff\r\n" + HALF, True),
    "gzip": (f"Content-Length: {len(GZIPPED)}\r\nContent-Encoding: gzip\r\n", GZIPPED, False),
    "gzip by transfer": ("Transfer-Encoding: gzip, chunked\r\n", GZIPPED, False),
    "no end of the form": (f"Content-Length: {len(GOOD) - 9}\r\n", GOOD[:-9], False),
    "a form of nothing": ("Content-Length: 40\r\n", b"\0" * 40, False),
    "a header without end": ("X-Long: " + "x" * 100_000 + "\r\n", b"", False),
}


@pytest.mark.parametrize("request_", REQUESTS)
def test_a_request_that_contradicts_itself_stores_nothing_and_harms_nobody(site, request_):
    head, body, close = REQUESTS[request_]
    family, stored = Family(site), site.tables.images()
    line = first_line(site, head, body, close=close)
    assert re.fullmatch(r"|HTTP/1\.1 4\d\d .*", line), line
    wait_until(lambda: site.get("/api/body-sites/"), seconds=30, what="the site answers")
    assert family.lives(site)
    assert site.tables.images() == stored
