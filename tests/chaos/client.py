"""Whoever uses the site while chaos goes on: sends pictures, looks at cases, and writes down every answer."""

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.chaos.pictures import Picture
from tests.flows.live_site import EMAIL, PASSWORD

NO_ANSWER = 0
PATIENCE = 120  # seconds that one picture is tried again and again


@dataclass(frozen=True)
class Answer:
    """What came back: `status` 0 when nothing did, `wait` the seconds of a Retry-After."""

    what: str
    status: int
    seconds: float
    wait: int | None = None
    said: str = ""

    @property
    def is_told_to_wait(self) -> bool:
        """An honest "not now"."""
        return self.status == 503 and self.wait is not None

    @property
    def is_server_error(self) -> bool:
        """No answer, or one that says that something broke."""
        return self.status == NO_ANSWER or (self.status >= 500 and not self.is_told_to_wait)


@dataclass
class Client:
    """A clinician's programs and browser. Any number of threads may use one."""

    url: str
    answers: list[Answer] = field(default_factory=list)
    accepted: dict[int, int] = field(default_factory=dict)  # number of a picture -> id it got
    _token: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send_picture(self, picture: Picture, *, case_id: int) -> None:
        """Upload it, again and again until it is taken; an AssertionError when it is not taken at all."""
        body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile(f"{picture.number}.jpg", picture.data)})
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer, said = self.ask("upload", f"/api/cases/{case_id}/images/", body, MULTIPART_CONTENT)
            if answer.status in (200, 201):
                self.accepted[picture.number] = said["id"]
                return
            time.sleep(answer.wait or 1)
        raise AssertionError(f"picture {picture.number} was not taken in {PATIENCE} s")

    def send_archive(self, pictures: list[Picture]) -> int:
        """Start an import of these as one ZIP; its id."""
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for picture in pictures:
                archive.writestr(f"{picture.number}.jpg", picture.data)
        file = SimpleUploadedFile("archive.zip", packed.getvalue())
        body = encode_multipart(BOUNDARY, {"files": file, "patient": "A-2", "site": "upper_back"})
        return self.until_answered("/api/imports/", body, MULTIPART_CONTENT)["id"]

    def until_answered(self, path: str, body: bytes | None = None, content_type: str = "application/json"):
        """The JSON of an answer that is none of an error; waits where it is told to."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer, said = self.ask("look", path, body, content_type)
            if 200 <= answer.status < 300:
                return said
            time.sleep(answer.wait or 1)
        raise AssertionError(f"{path} was not answered in {PATIENCE} s: {answer}")

    def ask(self, what: str, path: str, body: bytes | None = None, content_type: str = "") -> tuple[Answer, dict]:
        """One request with our token, a fresh one where it has ended; the answer is written down."""
        headers = {"Authorization": f"Bearer {self._token}"} | ({"Content-Type": content_type} if content_type else {})
        answer, said = self._send(what, urllib.request.Request(self.url + path, body, headers))
        if answer.status == 401:
            self._sign_in(headers["Authorization"])
            headers["Authorization"] = f"Bearer {self._token}"
            answer, said = self._send(what, urllib.request.Request(self.url + path, body, headers))
        return answer, said

    def page(self, path: str) -> str:
        """A page as a browser shows it to somebody who has signed in."""
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar := CookieJar()))
        sign_in = f"{self.url}/accounts/sign-in/"
        browser.open(sign_in, timeout=30).close()
        token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
        form = {"username": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": token}
        browser.open(sign_in, urllib.parse.urlencode(form).encode(), timeout=30).close()
        with browser.open(self.url + path, timeout=30) as page:
            return page.read().decode()

    def _sign_in(self, used: str) -> None:
        with self._lock:
            if used != f"Bearer {self._token}":
                return  # another thread was quicker
            body = json.dumps({"email": EMAIL, "password": PASSWORD}).encode()
            kind = {"Content-Type": "application/json"}
            answer, said = self._send("sign in", urllib.request.Request(f"{self.url}/api/token/", body, kind))
            if answer.status == 200:
                self._token = said["access"]

    def _send(self, what: str, request: urllib.request.Request) -> tuple[Answer, dict]:
        started = time.monotonic()
        status, wait, text = NO_ANSWER, None, ""
        try:
            with urllib.request.urlopen(request, timeout=60) as got:
                status, text = got.status, got.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                status, wait, text = error.code, error.headers.get("Retry-After"), error.read().decode(errors="replace")
        except (OSError, HTTPException) as error:
            text = f"{type(error).__name__}: {error}"
        seconds = time.monotonic() - started
        answer = Answer(what, status, seconds, int(wait) if wait else None, text[:300] if status != 200 else "")
        if status != 401:
            self.answers.append(answer)
        return answer, json.loads(text) if 200 <= status < 300 else {}
