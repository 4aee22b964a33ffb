"""Stored files go from nginx to the browser, after our permission and never without it."""

from pathlib import Path

import pytest
from django.urls import reverse

from cases.sent_file import INTERNAL
from tests.factories import DoneAnalysisFactory
from tests.flows.own_nginx import own_nginx

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def analysis(clinic_a):
    """With its picture, of Ana's clinic."""
    return DoneAnalysisFactory(image__case__lesion__patient__clinic=clinic_a)


@pytest.fixture
def nginx(analysis, live_server, settings, tmp_path):
    """Before the site, with the files of this test."""
    settings.X_ACCEL = True
    folder = tmp_path / "nginx"
    folder.mkdir()
    with own_nginx(folder, upstream=live_server.url.removeprefix("http://"), files=tmp_path) as nginx:
        yield nginx


def signed_in(client, user) -> str:
    """The cookie of a browser in which this person is signed in."""
    client.force_login(user)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def address(name: str, pk: int, kind: str) -> str:
    """Of a file."""
    return reverse(f"cases:{name}", args=[pk, kind])


def test_what_a_colleague_gets(nginx, analysis, client, ana):
    cookie = signed_in(client, ana)
    rendition = address("image_file", analysis.image.pk, "rendition")
    stored = Path(analysis.image.rendition.path).read_bytes()

    # our own answer is empty, and only says where the file lies
    ours = client.get(rendition)
    assert ours["X-Accel-Redirect"] == f"{INTERNAL}renditions/{analysis.image.rendition.name}"
    assert ours.content == b""

    # nginx's has the bytes, and every header that protects them
    status, headers, body = nginx.ask(rendition, Cookie=cookie)
    assert (status, body) == (200, stored)
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Content-Disposition"].startswith("inline")
    assert "X-Accel-Redirect" not in headers

    # and it answers what we never learnt to: parts, lengths, unchanged files
    status, headers, body = nginx.ask(rendition, Cookie=cookie, Range="bytes=10-19")
    assert (status, body, headers["Content-Range"]) == (206, stored[10:20], f"bytes 10-19/{len(stored)}")
    status, headers, body = nginx.ask(rendition, method="HEAD", Cookie=cookie)
    assert (status, body, headers["Content-Length"]) == (200, b"", str(len(stored)))
    assert nginx.ask(rendition, Cookie=cookie, If_None_Match=headers["ETag"])[0] == 304

    # an original is to keep; what is drawn when asked for comes from us as ever
    original = nginx.ask(address("image_file", analysis.image.pk, "original"), Cookie=cookie)
    assert original[1]["Content-Disposition"].startswith("attachment")
    assert original[2] == Path(analysis.image.original.path).read_bytes()
    for kind in ("mask", "overlay", "explanation"):
        assert nginx.ask(address("analysis_file", analysis.pk, kind), Cookie=cookie)[0] == 200


def test_nobody_else_gets_anything(nginx, analysis, client, ana, cy):
    rendition = address("image_file", analysis.image.pk, "rendition")
    stored = Path(analysis.image.rendition.path).read_bytes()

    def refused(path: str, status: int, **how) -> None:
        answer = nginx.ask(path, **how)
        assert answer[0] == status
        assert stored not in answer[2]

    # strangers, another clinic, also for a part or with a validator
    refused(rendition, 302)
    cookie = signed_in(client, cy)
    refused(rendition, 404, Cookie=cookie)
    refused(rendition, 404, Cookie=cookie, Range="bytes=0-9")

    # the folder itself is nobody's, whoever asks and however it is written
    cookie = signed_in(client, ana)
    inside = f"{INTERNAL}renditions/{analysis.image.rendition.name}"
    for path in (inside, inside.replace("/stored", "//stored", 1), "/x/.." + inside, INTERNAL, f"{INTERNAL}originals/"):
        refused(path, 404, Cookie=cookie)
    refused(inside, 404, Cookie=cookie, X_Accel_Redirect=inside)

    # what is for those who watch is not for the world, and nothing is without TLS
    for path in ("/metrics", "/readyz", "/livez"):
        refused(path, 404)
    status, headers, _ = nginx.ask(rendition, plain=True)
    assert (status, headers["Location"]) == (301, f"https://localhost{rendition}")
