"""The headers of every answer of every address: to those who may, to those who may not, and when something breaks."""

import json
import os
import subprocess
import sys

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.views import session as broken_view
from tests.trust.access.routes import Route, routes
from tests.trust.access.world import EVIL, World, ask

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
SHORT = (("anonymous",), ("GET",))  # test_walk.py has the administrator's answers
ALL = (("anonymous", "admin", "admin elsewhere"), ("GET", "POST", "DELETE", "OPTIONS"))
ASKED = [SHORT, pytest.param(*ALL, marks=pytest.mark.long)]


def faults(answer: HttpResponse) -> list[str]:
    """Which of the promises this answer breaks."""
    said = answer.headers
    html = said.get("Content-Type", "").startswith("text/html")
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        # a page's own forms must say where they come from (docs/trust/access.md); nothing else says it to anybody
        "Referrer-Policy": "same-origin" if html else "no-referrer",
    }
    found = [f"{name}: {said.get(name)}" for name, value in wanted.items() if said.get(name) != value]
    policy = said.get("Content-Security-Policy", "")
    if {part.strip() for part in policy.split(";")} != POLICY or "unsafe" in policy:
        found.append(policy)
    return found + [name for name in said if name.startswith("Access-Control-")]


def asked(world: World, people: tuple, verbs: tuple) -> list[tuple[Route, str, str, HttpResponse]]:
    """Every address by these people with these verbs, each time as if a stranger's page had sent it."""
    return [
        (route, who, verb, ask(world.browsers[who], verb, route.address(world.ids["own"]), headers=EVIL))
        for route in routes()
        for who in people
        for verb in verbs
    ]


@pytest.mark.parametrize(("people", "verbs"), ASKED, ids=["short", "all"])
def test_every_answer_of_every_address_carries_them(people, verbs, world, count):
    answers = asked(world, people, verbs)
    wrong = {(route.pattern, who, verb): found for route, who, verb, answer in answers if (found := faults(answer))}
    assert wrong == {}
    assert len({answer.status_code for *_, answer in answers}) > 3
    count("answers whose headers were looked at", len(answers))


@pytest.mark.parametrize(
    "address", ["/nothing/", "/api/nothing/", "/static/skinlesion/css/base.css", "/static/nothing"]
)
def test_what_is_no_address_carries_them_too(world, address):
    assert faults(ask(Client(), "GET", address)) == []


def test_what_breaks_or_is_refused_early_carries_them_too(world, monkeypatch):
    def breaks(session):
        raise RuntimeError("on purpose")

    monkeypatch.setattr(broken_view, "seconds_left", breaks)
    answer = ask(world.browsers["clinician"], "GET", "/accounts/session/")
    assert (answer.status_code, faults(answer)) == (500, [])
    answer = ask(Client(), "GET", "/patients/", headers={"Host": "evil.example"})
    assert (answer.status_code, faults(answer)) == (400, [])


def test_behind_tls_every_answer_asks_for_tls_for_a_year(world, settings, count):
    """And plain http is led there, but for the probes of this machine."""
    settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT = 31536000, True
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    browser = Client(raise_request_exception=False)  # a new one: it asks the settings anew
    probes = {"/livez", "/readyz", "/metrics"}
    for address in [route.address(world.ids["own"]) for route in routes()] + ["/nothing/"]:
        answer = ask(browser, "GET", address, secure=True)
        promise = "max-age=31536000; includeSubDomains; preload"
        assert answer.headers.get("Strict-Transport-Security") == promise, address
        plain = ask(browser, "GET", address)
        led = (301, f"https://testserver{address}")
        assert address in probes or (plain.status_code, plain.headers.get("Location")) == led, address
    count("answers behind TLS that ask for TLS (routes)", len(routes()) + 1)


def test_one_variable_switches_tls_on():
    """The settings above are those of SKINLESION_HTTPS=1; without it there is no HSTS to lock anybody out."""
    names = ["SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    names += ["SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SESSION_COOKIE_HTTPONLY"]
    names += ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "MESSAGES_COOKIE_NAME"]
    code = f"import json; from skinlesion import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    said = [
        json.loads(subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True).stdout)
        for env in ({**os.environ, "SKINLESION_HTTPS": "1"}, {**os.environ, "SKINLESION_HTTPS": "0"})
    ]
    ours = ["sessionid", "csrftoken", "messages"]
    assert said == [
        [31536000, True, True, True, True, True, True, *(f"__Host-{name}" for name in ours)],
        [0, False, False, False, False, False, True, *ours],
    ]
